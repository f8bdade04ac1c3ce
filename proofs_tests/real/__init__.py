"""Models that people publish, each in an environment of its own: ``make real``. Skipped where a model is not installed."""
