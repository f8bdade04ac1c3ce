"""What every experiment needs and none of it about symmetry: settings, runs, results that last, intervals, a report.

A :class:`~lconv.experiments.harness.study.Study` is a page of data: its configuration, the runs it is made of, the function
that does one run, and the report on those that are finished. :func:`~lconv.experiments.harness.running.run_study` does the
rest, on this machine or on a Dask cluster, and resumes an interrupted study.
"""

from lconv.experiments.harness.intervals import Interval, another_interval, mean_interval, paired_interval
from lconv.experiments.harness.report import Finding, Part, Picture, Table, Text
from lconv.experiments.harness.running import run_study
from lconv.experiments.harness.settings import configured
from lconv.experiments.harness.study import Cell, Measures, Result, Study

__all__ = [
    "Cell",
    "Finding",
    "Interval",
    "Measures",
    "Part",
    "Picture",
    "Result",
    "Study",
    "Table",
    "Text",
    "another_interval",
    "configured",
    "mean_interval",
    "paired_interval",
    "run_study",
]
