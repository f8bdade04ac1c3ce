"""The planar two-body problem: which symmetry the orbits, a trained predictor, and an adversarial learner tell."""
