"""What an inbound text means, decided by rules alone: no network, no model, the same answer every time."""
