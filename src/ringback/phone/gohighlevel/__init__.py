"""GoHighLevel: calls and texts that its conversations tell of, texts through them."""
