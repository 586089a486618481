"""A business number: which provider carries it, how its calls reach us, and where its webhooks arrive."""
