"""`ringback simulate PROVIDER FIXTURE`: send a recorded webhook to the running server, as if it came now."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from ringback.cli.database import NOTHING_YET, ask
from ringback.cli.show import plain, show_json
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.lib.nearest import nearest
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.phone import fixtures
from ringback.phone.fixtures import Fixture, Target
from ringback.phone.ours import SEAL
from ringback.phone.provider import Request
from ringback.phone.registry import provider
from ringback.settings import Settings

PATIENCE: Final = 15.0  # seconds for the server to answer


def list_fixtures(company: str, *, as_json: bool) -> None:
    names = [fixture.name for fixture in _webhooks(company)]
    if as_json:
        show_json(names)
    else:
        print(f"The recorded webhooks of {provider(company).title}:")
        for name in names:
            print(f"  {name}")


def replay(
    settings: Settings,
    company: str,
    name: str,
    *,
    number: str | None,
    url: str | None,
    seed: str | None,
    as_json: bool,
) -> None:
    """Webhooks replayed with the same `seed` belong to the same call. Stops with 1 when it was not taken."""
    fixture = _fixture(company, name)
    line = _line(settings, company, number)
    try:
        vault = Vault.of(settings)
        own = settings_of(line, vault)
        target = Target(settings.public_url, line.id, line.number, vault.key_for(SEAL))
    except MissingSecret as why:
        raise Stop(f"The line {line.number} is not ready: {why}.") from None
    now = datetime.now(UTC)
    request = fixtures.replay(company, fixture, target, own, now, seed or secrets.token_hex(4))
    status, body = _send(request, url or settings.public_url)
    if as_json:
        show_json({"url": request.url, "status": status, "answer": body})
    else:
        print(f"{request.method} {request.url}")
        print(f"{status} {plain(body) or '(nothing)'}")
    if not 200 <= status < 300:
        raise Stop("", FINDING)


def _webhooks(company: str) -> list[Fixture]:
    every = (fixtures.load(company, name) for name in fixtures.names(company))
    return [fixture for fixture in every if not fixture.is_answer]


def _fixture(company: str, name: str) -> Fixture:
    known = {fixture.name: fixture for fixture in _webhooks(company)}
    if name not in known:
        close = nearest(name, known)
        hint = f"did you mean {close}?" if close else f"ringback simulate {company} names them."
        raise Stop(f'There is no recorded webhook "{name}"; {hint}', WRONG_USE)
    return known[name]


def _line(settings: Settings, company: str, number: str | None) -> Line:
    found = ask(settings, _lines_of, company)
    if found is None:
        raise Stop(NOTHING_YET)
    title = provider(company).title
    chosen = [line for line in found if number in (None, line.number)]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise Stop(
            f"There is no line at {title}" + (f" with the number {number}." if number else "."), WRONG_USE
        )
    raise Stop(f"Say which line with --line: {_listed(chosen)}.", WRONG_USE)


def _lines_of(tx: Transaction, company: str) -> list[Line]:
    return [line for line in lines.every(tx) if line.provider == company]


def _listed(found: Sequence[Line]) -> str:
    return " or ".join(line.number for line in found)


def _send(request: Request, url: str) -> tuple[int, str]:
    """To the server at `url`, though it was signed for the public address: a proxy does the same."""
    to, signed = urlsplit(url), urlsplit(request.url)
    connection_of = HTTPSConnection if to.scheme == "https" else HTTPConnection
    connection = connection_of(to.hostname or "", to.port, timeout=PATIENCE)
    path = f"{signed.path}{'?' + signed.query if signed.query else ''}"
    try:
        connection.request(request.method, path, request.body or None, dict(request.headers))
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, HTTPException):
        raise Stop(f"Nobody answers at {url}. Is ringback serve running there?") from None
    finally:
        connection.close()
