"""Reads what a request for a call or a visit is made of: names, numbers, times and wishes."""
