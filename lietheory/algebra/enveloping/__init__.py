"""enveloping."""
