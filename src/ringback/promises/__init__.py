"""What we have told callers, and by when: each is kept, or a person hears of it."""
