"""How fast, how small, how soon: measured against stand-ins on loopback, beside what the machine
can do at most.

`python -m bench` does it all and writes `docs/benchmarks.md`. The server runs on one core; the callers'
company and the carrier are played by this process on another.
"""
