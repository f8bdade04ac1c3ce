"""LieGG: which symmetries a trained network has learned."""
