"""Claim a job, call one function, record what came of it, back off, shut down cleanly."""
