"""Handwritten digits that turn: what an L-conv layer and a classifier learn of rotation."""
