"""Ready-made stories of callers and carriers, played by a whole Ringback against the simulated carrier."""
