"""What would have been: real calls, decided again under other rules."""
