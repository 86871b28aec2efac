"""Messenger: the clinic's Facebook page."""
