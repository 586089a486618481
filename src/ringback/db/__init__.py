"""The database: one transaction per flow, and the jobs written in it."""
