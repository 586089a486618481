"""Texts: composed, queued, sent once, and followed until it is known what became of them."""
