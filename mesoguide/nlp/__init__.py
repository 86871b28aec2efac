"""Understanding patients: the spaCy pipeline and the Rasa components built on it."""
