"""Plivo: calls by documents in its own markup, texts by the REST interface of version 1."""
