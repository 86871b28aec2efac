"""Measures how well the trained model understands messages that it has never seen."""
