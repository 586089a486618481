"""Run the jobs: claim one, call its function, store the outcome, retry with growing pauses, shut down
cleanly."""
