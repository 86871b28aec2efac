"""The channels that people reach MesoGuide by."""
