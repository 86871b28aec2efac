"""Faults under load: real servers, many people, parts that fail, and a count of what went wrong."""
