"""The clinic's own data: its treatment plans, who approved them and what was changed."""
