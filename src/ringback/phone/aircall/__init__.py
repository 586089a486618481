"""Aircall: it rings the phones and tells us what happened; texts go both ways."""
