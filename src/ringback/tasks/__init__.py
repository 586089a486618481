"""Things that a person must do: call somebody back, mend a line, look at a text nobody knows the fate of."""
