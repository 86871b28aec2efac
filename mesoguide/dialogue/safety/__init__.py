"""Reads symptoms, alarms and their aftermath, and answers to "are you safe?"."""
