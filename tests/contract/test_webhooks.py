"""The battery, on webhooks: what is genuine, what is not, what it says, and that it may come twice."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.lib.secret import Secret
from ringback.phone.events import Ignored
from ringback.phone.provider import NotGenuine, Request, Unreadable
from tests.contract.case import AT, ContractCase, each, every_case, plan
from tests.quick import examples

Case = ContractCase[Any]
CASES = every_case()


@pytest.mark.parametrize(("case", "name"), each("events"))
def test_genuine_request_says_exactly_this(case: Case, name: str) -> None:
    request = case.webhook(name)
    case.provider.verify(request, case.settings)
    assert case.provider.parse(request, case.settings) == case.events[name]


@pytest.mark.parametrize(("case", "name"), each("dated"))
def test_a_call_is_dated_by_the_company(case: Case, name: str) -> None:
    happened = case.provider.happened_at(case.webhook(name))
    assert happened == datetime.fromisoformat(case.dated[name])


@pytest.mark.parametrize("case", CASES)
def test_whoever_dates_calls_has_shown_it(case: Case) -> None:
    does = any(case.provider.happened_at(request) for request in _webhooks(case))
    assert does is bool(case.dated)


@pytest.mark.parametrize(("case", "name"), each("unreadable"))
def test_genuine_request_that_cannot_be_read_names_the_field(case: Case, name: str) -> None:
    request = case.webhook(name)
    case.provider.verify(request, case.settings)
    with pytest.raises(Unreadable) as error:
        case.provider.parse(request, case.settings)
    assert str(error.value) == case.unreadable[name]


@pytest.mark.parametrize("case", CASES)
def test_a_new_word_is_ignored_with_a_reason(case: Case) -> None:
    assert case.new_words
    assert set(case.new_words) <= set(case.events)
    for name in case.new_words:
        [event] = case.events[name]
        assert isinstance(event, Ignored)
        assert event.why


@pytest.mark.parametrize("case", CASES)
def test_one_byte_changed_anywhere_is_not_genuine(case: Case) -> None:
    for request in _webhooks(case):
        middle = len(request.body) // 2
        changed = [_flip(request.body, middle)] if request.body and case.signs_body else []
        assert [body for body in changed if _is_genuine(case, replace(request, body=body))] == []


@pytest.mark.parametrize("case", CASES)
def test_every_byte_of_a_body_counts(case: Case) -> None:
    request = max(_webhooks(case), key=lambda request: len(request.body))
    if case.signs_body:
        bodies = [_flip(request.body, at) for at in range(len(request.body))]
        bodies += [request.body[:-1], request.body + b"x", b""]
        assert [body for body in bodies if _is_genuine(case, replace(request, body=body))] == []


@pytest.mark.parametrize("case", CASES)
def test_another_address_is_not_genuine(case: Case) -> None:
    for request in _webhooks(case):
        elsewhere = [request.url + "?x=1", request.url.replace("ln_test", "ln_tesu")]
        if case.signs_url:
            assert [url for url in elsewhere if _is_genuine(case, replace(request, url=url))] == []


@pytest.mark.parametrize("case", CASES)
def test_signature_missing_empty_or_cut_is_not_genuine(case: Case) -> None:
    for request in _webhooks(case):
        for name in case.signature_headers:
            rest = {key: value for key, value in request.headers.items() if key != name}
            worse = [rest, rest | {name: ""}, rest | {name: request.headers.get(name, "")[:-1]}]
            assert not any(_is_genuine(case, replace(request, headers=headers)) for headers in worse)


@pytest.mark.parametrize("case", CASES)
def test_an_empty_secret_makes_nothing_genuine(case: Case) -> None:
    for request in _webhooks(case):
        empty = case.without_secrets()
        assert not _is_genuine(case, request, empty)
        resigned = replace(case, settings=empty).sign(
            request
        )  # what a stranger who guesses "empty" would send
        assert not _is_genuine(case, resigned, empty)


@pytest.mark.parametrize("case", CASES)
def test_during_rotation_the_old_and_the_new_secret_count_and_no_other(case: Case) -> None:
    for request in _webhooks(case):
        assert _is_genuine(case, request, case.rotated)
        assert _is_genuine(case, replace(case, settings=case.rotated).sign(request), case.rotated)
        assert not _is_genuine(case, request, case.with_other_secrets())


@pytest.mark.parametrize("case", CASES)
def test_a_signature_grows_old_where_it_has_a_time(case: Case) -> None:
    for request in _webhooks(case):
        if case.window_seconds is not None:
            late, early = (
                replace(request, at=AT + timedelta(seconds=s)) for s in _around(case.window_seconds)
            )
            assert (_is_genuine(case, early), _is_genuine(case, late)) == (True, False)


@pytest.mark.parametrize("case", CASES)
def test_our_own_signature_is_theirs(case: Case) -> None:
    for request in _webhooks(case):
        signed = case.sign(request)
        assert {name: signed.headers[name] for name in case.signature_headers} == {
            name: request.headers[name] for name in case.signature_headers
        }


@pytest.mark.parametrize("case", CASES)
def test_the_same_delivery_again_has_the_same_id_and_every_other_another(case: Case) -> None:
    ids = [case.provider.event_id(request) for request in _webhooks(case)]
    again = [case.provider.event_id(replace(request, at=AT)) for request in _webhooks(case)]
    assert ids == again
    assert [a for a, b in pairwise(sorted(ids)) if a == b] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@given(body=st.binary(max_size=300))
@examples(40)
def test_garbage_is_refused_and_when_signed_is_read_or_refused(case: Case, body: bytes) -> None:
    for request in _webhooks(case)[:3]:
        garbage = replace(request, body=body)
        assert not case.signs_body or body == request.body or not _is_genuine(case, garbage)
        _read(case, garbage)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "body", [b"", b"&" * 5000, b"=" * 5000, b"[" * 5000, b"\xff\x00%", b'{"a":', b"null"]
)
def test_odd_bodies_break_nothing(case: Case, body: bytes) -> None:
    for kind in {request.kind for request in _webhooks(case)}:
        request = next(request for request in _webhooks(case) if request.kind == kind)
        _read(case, replace(request, body=body))


@pytest.mark.parametrize("case", CASES)
def test_an_address_we_never_gave_is_ignored(case: Case) -> None:
    [event, *more] = case.provider.parse(replace(_webhooks(case)[0], kind="no_such_kind"), case.settings)
    assert isinstance(event, Ignored)
    assert more == []


@pytest.mark.parametrize("case", CASES)
def test_settings_show_no_secret_and_explain_themselves(case: Case) -> None:
    shown = repr(case.settings)
    secrets = [getattr(case.settings, each.name) for each in fields(case.provider.Settings)]
    assert [each for each in secrets if isinstance(each, Secret) and each and each.reveal() in shown] == []
    assert [
        each.name for each in fields(case.provider.Settings) if not {"label", "help"} <= each.metadata.keys()
    ] == []


def _webhooks(case: Case) -> list[Request]:
    return [case.webhook(name) for name in sorted(case.events)]


def _around(seconds: int) -> tuple[int, int]:
    return seconds + 1, seconds - 1


def _flip(body: bytes, at: int) -> bytes:
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def _is_genuine(case: Case, request: Request, settings: object = None) -> bool:
    try:
        case.provider.verify(request, case.settings if settings is None else settings)
    except NotGenuine as error:
        _says_nothing_private(case, error)
        return False
    return True


def _read(case: Case, request: Request) -> None:
    """It may be understood or refused; anything else that is raised fails the test."""
    case.provider.event_id(request)
    case.provider.happened_at(request)
    try:
        case.provider.parse(request, case.settings)
        case.provider.answer(request, plan())  # what was understood can be answered
    except Unreadable as error:
        _says_nothing_private(case, error)


def _says_nothing_private(case: Case, error: Exception) -> None:
    assert [word for word in case.must_stay_quiet() if word in repr(error) + str(error)] == []
