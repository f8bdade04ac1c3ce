"""What every experiment needs and none of it about symmetry: settings, runs, results that last, intervals, a report.

A :class:`~lconv.experiments.harness.study.Study` is a page of data: its configuration, the runs it is made of, the function
that does one run, and the report on those that are finished. :func:`~lconv.experiments.harness.running.run_study` does the
rest, on this machine or on a Dask cluster, and resumes an interrupted study.
"""

from lconv.experiments.harness.intervals import MeanInterval, paired_interval, prediction_interval, student_interval
from lconv.experiments.harness.read_settings import configured
from lconv.experiments.harness.report import Finding, Part, Picture, Table, Text
from lconv.experiments.harness.running import StudyOutput, run_study
from lconv.experiments.harness.study import Cell, Measures, Result, Study

__all__ = [
    "Cell",
    "Finding",
    "MeanInterval",
    "Measures",
    "Part",
    "Picture",
    "Result",
    "Study",
    "StudyOutput",
    "Table",
    "Text",
    "configured",
    "paired_interval",
    "prediction_interval",
    "run_study",
    "student_interval",
]
