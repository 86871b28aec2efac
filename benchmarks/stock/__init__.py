"""Stock Rasa: what ``rasa init`` sets up, on MesoGuide's training messages."""
