"""One thread per person and business: calls, voicemails, texts."""
