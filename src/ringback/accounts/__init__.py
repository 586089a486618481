"""A business (account), and the people who sign in to it."""
