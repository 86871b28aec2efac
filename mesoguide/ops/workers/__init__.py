"""Several chat and action servers on one machine, behind a proxy of their own."""
