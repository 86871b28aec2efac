"""Changes of the clinic database's tables, run by `mesoguide.clinic.schema`."""
