"""The studies of the LieGG poster: depth against width, accuracy against symmetry, and how layers are trained."""

from lconv.experiments.poster.study import POSTER

__all__ = ["POSTER"]
