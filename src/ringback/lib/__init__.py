"""Small things that know nothing of Ringback: clock, ids, secrets, numbers, HTTP."""
