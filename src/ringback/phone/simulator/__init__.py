"""The simulated company: the same contract as the real ones, so that everything can be tried without any."""
