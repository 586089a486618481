"""`ringback lines connect` and `ringback lines disconnect`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ringback.cli.database import NOTHING_YET, ask, opened
from ringback.cli.forwarding import line_numbered
from ringback.cli.trouble import Stop
from ringback.lib.http import Http
from ringback.lines.connecting import Connector, NotConnected, can_connect, listens
from ringback.lines.connection import Connected
from ringback.lines.settings import Vault
from ringback.lines.store import Line
from ringback.phone.registry import provider
from ringback.settings import Settings

T = TypeVar("T")


def connect_line(settings: Settings, number: str) -> None:
    line = _line(settings, number)
    company = provider(line.provider).title
    if listens(line):
        _with_connector(settings, lambda connector: connector.log_in(line))
        print(f"{company} lets Ringback in, and nothing is entered there: a running Ringback listens to it.")
        return
    made = _with_connector(settings, lambda connector: connector.connect(line))
    done = f"{company} sends what happens on {line.number} to {settings.public_url}."
    if not can_connect(line):
        done = f"{company} has renewed our access for {line.number}; its addresses are entered by hand."
    print(f"{done} {_lasts(made)}")


def disconnect_line(settings: Settings, number: str) -> None:
    line = _line(settings, number)
    _with_connector(settings, lambda connector: connector.disconnect(line))
    company = provider(line.provider).title
    print(f"{company} no longer sends Ringback what happens on {line.number}.")


def _line(settings: Settings, number: str) -> Line:
    line = ask(settings, line_numbered, number)
    if line is None:
        raise Stop(NOTHING_YET)
    return line


def _lasts(made: Connected) -> str:
    if made.expires_at is None:
        return "That lasts until somebody removes it."
    return f"That lasts until {made.expires_at:%Y-%m-%d}; a running Ringback renews it before."


def _with_connector(settings: Settings, do: Callable[[Connector], Awaitable[T]]) -> T:
    async def work() -> T:
        http = Http(settings.public_url)
        try:
            return await do(Connector(db, http, Vault.of(settings), settings.public_url, settings.data))
        finally:
            await http.close()

    with opened(settings) as db:
        try:
            return asyncio.run(work())
        except NotConnected as why:
            raise Stop(str(why)) from None
