"""Custom actions: thin, each calls into `mesoguide` and utters named responses."""
