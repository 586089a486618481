"""The people who call, and whether they may be texted."""
