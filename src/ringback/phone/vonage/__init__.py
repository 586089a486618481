"""Vonage: calls by its own control language, texts by its Messages API."""
