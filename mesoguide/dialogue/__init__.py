"""Dialogue components of our own."""
