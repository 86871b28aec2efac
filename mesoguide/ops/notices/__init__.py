"""Notices to staff: safety alerts that wait, and failures. No word of a patient is in them."""
