"""Bandwidth: calls by documents in its own markup, texts by the second version of its interface."""
