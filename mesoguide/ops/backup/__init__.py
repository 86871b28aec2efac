"""Backups of everything that a clinic cannot make again: both databases, on request the key."""
