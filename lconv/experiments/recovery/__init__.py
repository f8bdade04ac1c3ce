"""Recovering generators from pairs: what limits each estimator, and whether penalties on brackets help."""
