"""Histories of Rosa's shop, played in this process: the whole server but for its sockets and threads.

A history is made from a seed: who calls and texts, what the phone company makes of each request, when the
process is killed, when the disk is full. Time is virtual, and the database is in memory, so that thousands
of histories take minutes. `make soak SEED=7` plays one of them and says what went wrong.
"""
