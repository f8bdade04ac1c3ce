"""What every experiment needs and none of it about symmetry: settings, runs, results that last, intervals, a report.

A :class:`~lconv.harness.study.Study` is a page of data: its configuration, the runs it is made of, the function that does
one run, and the report on those that are finished. :func:`~lconv.harness.running.run_study` does the rest, on this machine
or on a Dask cluster, and goes on where it was stopped.
"""

from lconv.harness.intervals import Interval, another_interval, mean_interval, paired_interval
from lconv.harness.report import Finding, Part, Picture, Table, Text
from lconv.harness.running import run_study
from lconv.harness.settings import configured
from lconv.harness.study import Cell, Measures, Result, Study

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
