"""Reads questions about what is stored, and the look-up of one's own plan."""
