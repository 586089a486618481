"""Things that a person must do: call somebody back, correct a line's settings, check a text that may be
lost."""
