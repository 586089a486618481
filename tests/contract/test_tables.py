"""The battery, on the tables of a company: each row is looked up for a fixture, or a test goes through it.

It is measured: see `watched.py`. A row that nothing reaches is a word that nobody has ever read.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import ringback.phone
from ringback.lib.http import Http
from ringback.phone import fixtures
from ringback.phone.asked import TextTold
from ringback.phone.events import TextState, VoicemailLeft
from ringback.phone.provider import CannotAsk, SendFailed, Unreadable
from tests.contract.case import CALL, ContractCase, every_case, plan
from tests.contract.standin import standin
from tests.contract.watched import Watched, watch

Case = ContractCase[Any]
Ask = Callable[[Any], Awaitable[object]]
# What a company with a socket says is read by tests of their own, from recordings.
ELSEWHERE = {"asterisk": "tests/asterisk", "freeswitch": "tests/freeswitch"}


@pytest.mark.parametrize("case", every_case())
async def test_every_row_of_every_table_is_reached(
    case: Case, client: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = watch(case.name, monkeypatch)
    read_all_webhooks(case)
    await read_all_answers(case, client)
    tests = _tests(case.name)
    assert {table.name: missed for table in tables if (missed := _nobody_names(table, tests))} == {}


def _nobody_names(table: Watched, tests: str) -> set[object]:
    """The rows that no fixture has reached, unless a test names them, or goes through the table."""
    if re.search(rf"\b{table.name.rpartition('.')[2]}(\.items\(\)|[,)\]])", tests):
        return set()
    return {row for row in table.missed if not re.search(rf"[\"']{re.escape(str(row))}[\"']", tests, re.I)}


def _tests(company: str) -> str:
    here = Path(ringback.phone.__file__).parent / company
    files = [here / "tests.py", *here.glob("test_*.py")]
    if company in ELSEWHERE:
        files += (Path(__file__).parents[2] / ELSEWHERE[company]).glob("*.py")
    imports = re.compile(r"^(from|import) .*?(?:\)|$)", re.MULTILINE)
    return "\n".join(imports.sub("", file.read_text()) for file in files)


def read_all_webhooks(case: Case) -> None:
    """On each kind of line: where we answer keywords, and where the company does."""
    lines = [case.settings]
    if "keyword_replies" in {each.name for each in fields(case.settings)}:
        lines += [replace(case.settings, keyword_replies=by) for by in ("ringback", case.name)]
    for name in (*case.events, *case.unreadable):
        request = case.webhook(name)
        case.provider.happened_at(request)
        for settings in lines:
            with suppress(Unreadable):
                case.provider.parse(request, settings)
        with suppress(Unreadable):
            case.provider.answer(request, plan())


async def read_all_answers(case: Case, client: Http) -> None:
    for answers, ask in _questions(case, client):
        async with standin(*answers) as company:
            with suppress(SendFailed, CannotAsk):
                await ask(case.registering_at(company.base))


def _questions(case: Case, http: Http) -> Iterator[tuple[list[bytes], Ask]]:
    """Every recorded answer, with the question that it answers on a line."""
    it = case.provider
    left_out = [case.webhook(case.needs_enriching)] if case.enriches else []
    sounds = [each for each in case.events.get(case.recorded, []) if isinstance(each, VoicemailLeft)]
    told = [TextTold("theirs", state, "Not delivered.") for state in TextState]
    by_name: list[tuple[Iterable[str], Callable[[str], list[bytes]], Iterable[Ask]]] = [
        (case.sends, _last_of(case), [partial(it.send_text, case.text, http=http)]),
        (case.finds, _last_of(case), [partial(it.find_text, case.text, case.since, http=http)]),
        (case.calls, case.answers_in_turn, [partial(it.list_calls, fixtures.NUMBER, case.since, http=http)]),
        (case.checks, case.answers_in_turn, [partial(it.check, http=http)]),
        (case.enriches, case.answers_in_turn, [partial(it.enrich, each, http=http) for each in left_out]),
        (case.lookups, case.answers_in_turn, [partial(it.lookup, case.text.to, http=http)]),
        (case.places, _last_of(case, case.places_first), [partial(it.place_call, CALL, http=http)]),
        (case.registrations, case.answers_in_turn, [partial(it.registration, case.registers, http=http)]),
        (case.tells, _last_of(case), [partial(it.tell_sent, each, http=http) for each in told]),
        (
            filter(None, case.recordings),
            _last_of(case),
            [partial(it.recording, each.call, each.recording, http=http) for each in sounds],
        ),
    ]
    for names, answers, asks in by_name:
        yield from ((answers(name), ask) for name in names for ask in asks)


def _last_of(case: Case, first: Iterable[str] | None = None) -> Callable[[str], list[bytes]]:
    """The answer, after those that come before it."""
    before = [case.answer(each) for each in (case.first if first is None else first)]
    return lambda name: [*before, case.answer(name)]
