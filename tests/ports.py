"""A port for a server that is another process, which takes it later, or again after it was killed."""

import socket


def free_port() -> int:
    """On this machine, and reserved for as long as this process lives.

    A socket that is bound to it and never listens keeps the system from giving it to anybody who wants any
    port, as all our stand-ins do. Whoever names the port gets it all the same, because of SO_REUSEADDR.
    """
    reserving = socket.socket()
    reserving.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserving.bind(("127.0.0.1", 0))
    port = int(reserving.getsockname()[1])
    reserving.detach()  # else it would be closed when nobody holds it any more
    return port
