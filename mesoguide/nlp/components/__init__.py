"""Rasa graph components: thin wrappers that `config.yml` names."""
