"""The guard in conftest.py, which every other test relies on."""

from __future__ import annotations

import socket

import pytest
from conftest import NetworkUsed, _attempts


def test_connecting_elsewhere_is_stopped_before_a_packet_leaves() -> None:
    with socket.socket() as outside, pytest.raises(NetworkUsed):
        outside.connect(("192.0.2.1", 443))
    assert _attempts == ["socket.connect to 192.0.2.1"]
    _attempts.clear()


def test_asking_for_a_name_is_stopped_too() -> None:
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.com", 443)
    _attempts.clear()


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as client:
            assert client.getpeername() == address
