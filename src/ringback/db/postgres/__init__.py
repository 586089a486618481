"""Ringback on a PostgreSQL server: the same flows, on as many nodes as wanted."""
