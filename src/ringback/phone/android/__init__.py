"""An Android phone with the app SMS Gateway for Android: texts through its own SIM card, no calls."""
