"""The battery, on what we ask a company: is this text known, which calls were there, does our key work."""

import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from ringback.lib.http import Http
from ringback.phone import fixtures
from ringback.phone.asked import Sent
from ringback.phone.events import Problem, VoicemailLeft
from ringback.phone.provider import CannotAsk, Capability, SendFailed
from tests.contract.case import CALL, ContractCase, each, every_case
from tests.contract.standin import CUT, http, nowhere, standin

Case = ContractCase[Any]
NO_ANSWERS = [
    CUT,
    http("500 Internal Server Error"),
    http("429 Too Many Requests", Retry_After="30"),
    http("401 Unauthorized"),
    http("200 OK", "<html></html>"),
    http("200 OK", "[]", "application/json"),
    http("302 Found", Location="http://127.0.0.1:9/"),
]


@pytest.mark.parametrize(("case", "name"), each("finds", Capability.FIND_TEXTS))
async def test_an_unsure_text_is_looked_up(case: Case, name: str, client: Http) -> None:
    async with standin(*case.answers(case.answer(name))) as company:
        found = await case.provider.find_text(case.text, case.since, case.at(company.base), client)
    assert found == case.finds[name]


@pytest.mark.parametrize(("case", "name"), each("finds", Capability.FIND_TEXTS))
async def test_a_text_whose_words_nobody_knows_any_more_is_looked_up(
    case: Case, name: str, client: Http
) -> None:
    """After a restore: it left hours after the backup, and had another id of ours. What we know is not it."""
    if not case.provider.lists_texts or case.finds[name] is None:
        return

    async def find(*besides: str) -> Sent | None:
        text = replace(case.text, id="text_2", body="Words of today.", besides=frozenset(besides))
        async with standin(*case.answers(case.answer(name))) as company:
            found = await case.provider.find_text(text, case.since, case.at(company.base), client)
        assert not any({"toDateTime", "message_time__lte"} & asked.query.keys() for asked in company.seen)
        return found

    first = await find()
    assert first is not None
    assert await find(first.id) != first


@pytest.mark.parametrize("case", every_case(Capability.FIND_TEXTS))
async def test_without_an_answer_nobody_says_that_a_text_is_not_there(case: Case, client: Http) -> None:
    async def ask(settings: Any) -> object:
        return await case.provider.find_text(case.text, case.since, settings, client)

    await never_answers(case, ask)


@pytest.mark.parametrize(("case", "name"), each("calls", Capability.LIST_CALLS))
async def test_their_call_log_is_read(case: Case, name: str, client: Http) -> None:
    async with standin(*case.answers_in_turn(name)) as company:
        listed = await case.provider.list_calls(fixtures.NUMBER, case.since, case.at(company.base), client)
    assert listed == case.calls[name]


@pytest.mark.parametrize("case", every_case(Capability.LIST_CALLS))
async def test_without_an_answer_there_is_no_call_log(case: Case, client: Http) -> None:
    async def ask(settings: Any) -> object:
        return await case.provider.list_calls(fixtures.NUMBER, case.since, settings, client)

    await never_answers(case, ask)


@pytest.mark.parametrize(("case", "name"), each("enriches", Capability.ENRICH))
async def test_what_a_webhook_left_out_is_asked_for(case: Case, name: str, client: Http) -> None:
    request = case.webhook(case.needs_enriching)
    async with standin(case.answer(name)) as company:
        found = await case.provider.enrich(request, case.at(company.base), client)
    assert found == case.enriches[name]


@pytest.mark.parametrize("case", every_case(Capability.ENRICH))
async def test_without_an_answer_nothing_is_made_up_for_a_webhook(case: Case, client: Http) -> None:
    async def ask(settings: Any) -> object:
        return await case.provider.enrich(case.webhook(case.needs_enriching), settings, client)

    await never_answers(case, ask, but="401")
    async with standin(http("401 Unauthorized")) as company:
        with pytest.raises(SendFailed) as refused:
            await ask(case.at(company.base))
    assert refused.value.problem.problem is Problem.MISCONFIGURED


@pytest.mark.parametrize("case", every_case(Capability.FIND_TEXTS))
async def test_what_comes_first_may_fail_too(case: Case, client: Http) -> None:
    """The search has several steps at some companies: none of them may end in "it is not there"."""
    for answer in NO_ANSWERS:
        async with standin(*case.answers(answer)) as company:
            with pytest.raises(CannotAsk):
                await case.provider.find_text(case.text, case.since, case.at(company.base), client)


@pytest.mark.parametrize(("case", "name"), each("lookups", Capability.LOOKUP))
async def test_what_kind_of_number_it_is(case: Case, name: str, client: Http) -> None:
    async with standin(case.answer(name)) as company:
        found = await case.provider.lookup(case.text.to, case.at(company.base), client)
    assert found == case.lookups[name]


@pytest.mark.parametrize("case", every_case(Capability.LOOKUP))
async def test_without_an_answer_nobody_guesses_what_kind_of_number_it_is(case: Case, client: Http) -> None:
    async def ask(settings: Any) -> object:
        return await case.provider.lookup(case.text.to, settings, client)

    await never_answers(case, ask)


@pytest.mark.parametrize(("case", "name"), each("recordings", Capability.RECORDINGS))
async def test_where_the_sound_of_a_voicemail_is(case: Case, name: str, client: Http) -> None:
    (left,) = [event for event in case.events[case.recorded] if isinstance(event, VoicemailLeft)]
    on_the_way = case.answers(case.answer(name)) if name else [CUT]
    async with standin(*on_the_way) as company:
        settings = case.at(company.base)
        place = await case.provider.recording(left.call, left.recording, settings, client)
    wanted = case.recordings[name]
    assert (place.url if place else None) == (wanted and wanted.format(base=company.base))
    assert [word for word in case.must_stay_quiet() if word in repr(place)] == []


@pytest.mark.parametrize("case", every_case(Capability.RECORDINGS))
async def test_without_an_answer_nobody_says_that_a_recording_is_gone(case: Case, client: Http) -> None:
    assert case.recordings, "which answers, and where it is"
    if "" in case.recordings:
        return  # nothing is asked
    (left,) = [event for event in case.events[case.recorded] if isinstance(event, VoicemailLeft)]

    async def ask(settings: Any) -> object:
        return await case.provider.recording(left.call, left.recording, settings, client)

    await never_answers(case, ask)


@pytest.mark.parametrize(("case", "name"), each("registrations", Capability.REGISTRATION))
async def test_whether_the_number_may_text(case: Case, name: str, client: Http) -> None:
    async with standin(*case.answers_in_turn(name)) as company:
        said = await case.provider.registration(case.registers, case.registering_at(company.base), client)
    assert said == case.registrations[name]
    assert said == "" or (said.endswith(".") and len(said) < 100)


@pytest.mark.parametrize("case", every_case(Capability.REGISTRATION))
async def test_without_an_answer_nobody_says_that_all_is_well(case: Case, client: Http) -> None:
    async def ask(settings: Any) -> object:
        needed = case.registering_at(settings.api_base)
        return await case.provider.registration(case.registers, needed, client)

    await never_answers(case, ask)


@pytest.mark.parametrize(("case", "name"), each("checks"))
async def test_the_key_is_tried(case: Case, name: str, client: Http) -> None:
    async with standin(case.answer(name)) as company:
        problem = None
        try:
            await case.provider.check(case.at(company.base), client)
        except SendFailed as error:
            problem = error.problem.problem
    assert problem == case.checks[name]


@pytest.mark.parametrize("case", every_case())
async def test_a_refused_key_is_our_configuration_and_silence_is_not(case: Case, client: Http) -> None:
    if not case.checks:
        return
    async with standin(http("401 Unauthorized")) as company:
        with pytest.raises(SendFailed) as refused:
            await case.provider.check(case.at(company.base), client)
    assert refused.value.problem.problem is Problem.MISCONFIGURED
    async with standin(http("500 Internal Server Error")) as company:
        with pytest.raises(CannotAsk):
            await case.provider.check(case.at(company.base), client)
    with pytest.raises(CannotAsk):
        await case.provider.check(case.at(nowhere()), client)


@pytest.mark.parametrize("case", every_case())
async def test_what_is_not_declared_cannot_be_asked(case: Case, client: Http) -> None:
    company = case.provider
    if Capability.FIND_TEXTS not in company.capabilities:
        with pytest.raises(NotImplementedError):
            await company.find_text(case.text, case.since, case.settings, client)
    if Capability.LIST_CALLS not in company.capabilities:
        with pytest.raises(NotImplementedError):
            await company.list_calls(fixtures.NUMBER, case.since, case.settings, client)
    if Capability.CALL_OUT not in company.capabilities:
        with pytest.raises(NotImplementedError):
            await company.place_call(CALL, case.settings, client)
    if Capability.RECORDINGS not in company.capabilities:
        with pytest.raises(NotImplementedError):
            await company.recording("call", "recording", case.settings, client)
    if Capability.ENRICH not in company.capabilities:
        with pytest.raises(NotImplementedError):
            await company.enrich(case.webhook(next(iter(case.events))), case.settings, client)


async def never_answers(case: Case, ask: Callable[[Any], Awaitable[object]], but: str = "none") -> None:
    with pytest.raises(CannotAsk):
        await ask(case.at(nowhere()))
    for answer in (answer for answer in NO_ANSWERS if f" {but} ".encode() not in answer):
        async with standin(answer) as company:
            with pytest.raises(CannotAsk) as caught:
                await ask(case.at(company.base))
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert [word for word in case.must_stay_quiet() if word in shown] == []
