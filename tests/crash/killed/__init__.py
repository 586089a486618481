"""The same stories with everything real but the time: a process, SIGKILL, files, threads, HTTP on loopback.

The process is forked from one that has everything imported, so that a start takes no second. It kills itself
in the middle of a commit or a request: nothing could do it more exactly from outside.
"""
