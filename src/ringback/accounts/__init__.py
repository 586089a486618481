"""One business, its rules and its people."""
