"""`mesoguide doctor`: looks at everything that a clinic can get wrong, and says how to mend it."""
