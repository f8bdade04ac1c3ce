"""Figures 2, 3 and 4 of the L-conv paper, told with intervals: one grid of runs and three reports on it."""
