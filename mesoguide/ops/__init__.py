"""Running MesoGuide: settings, training, processes."""
