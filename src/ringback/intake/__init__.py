"""The way in: verify, store, answer. Nothing else stands before the answer."""
