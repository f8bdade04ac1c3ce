"""Experiments: what the layer, LieGG and other methods find where the answer is known, with intervals over seeds.

``harness`` runs a study and writes down each run as it ends; ``baselines`` holds the methods that are compared; ``shared``
holds what several studies need: data, networks of known targets, and estimates beside a known algebra. Every other folder is
a study, or a few that share their runs: ``study`` has its settings, its cells and one run, ``report`` what the finished runs
say, and the folder itself the :class:`~lconv.experiments.harness.study.Study`. No study imports another.
"""
