"""The battery, on our addresses with a number, in the interface that came with the markup."""

import pytest

from ringback.lib.http import Http
from ringback.phone import fixtures
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import SendFailed
from tests.contract.case import case_of
from tests.contract.standin import standin
from tests.contract.test_connecting import IN, addresses, said

MARKUP = [("twilio", "Twilio"), ("signalwire", "SignalWire")]
OTHERS = "The number has another StatusCallback and SmsUrl at {} than this line, or none."
APPLICATION = "The number belongs to an application at {}, so its own addresses do not count."
ON_A_TRUNK = "The number's calls go to a SIP trunk at {}: take it off the trunk first."
FORM = [("VoiceUrl", "voice"), ("StatusCallback", "voice_status"), ("SmsUrl", "text")]
POSTED = [("VoiceMethod", "POST"), ("StatusCallbackMethod", "POST"), ("SmsMethod", "POST")]


def incoming(**fields: object) -> bytes:
    """The list of numbers, in the interface that came with the markup."""
    row = {"sid": "PN1", "phone_number": fixtures.NUMBER, "voice_application_sid": "", "trunk_sid": None}
    ours = {"voice_url": f"{IN}/voice", "status_callback": f"{IN}/voice_status", "sms_url": f"{IN}/text"}
    return said({"incoming_phone_numbers": [row | ours | fields]})


@pytest.mark.parametrize(("company", "title"), MARKUP)
@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (incoming(), ""),
        (incoming(sms_url="", status_callback="https://other.example"), OTHERS),
        (incoming(voice_application_sid="AP1"), APPLICATION),
        (incoming(trunk_sid="TK1"), ON_A_TRUNK),
    ],
)
async def test_it_is_said_whether_our_addresses_are_with_the_number(
    company: str, title: str, answer: bytes, wrong: str, client: Http
) -> None:
    case = case_of(company)
    async with standin(answer) as at:
        found = await case.provider.connected(fixtures.NUMBER, addresses(case), case.at(at.base), client)
        assert [request.method for request in at.seen] == ["GET"]
    assert found == wrong.format(title)


@pytest.mark.parametrize(("company", "title"), MARKUP)
async def test_our_addresses_are_entered_with_the_number(company: str, title: str, client: Http) -> None:
    case = case_of(company)
    async with standin(incoming(voice_url="", sms_application_sid="AP1"), said({"sid": "PN1"})) as at:
        made = await case.provider.connect(fixtures.NUMBER, addresses(case), case.at(at.base), client)
        [asked, written] = at.seen
    assert made == Connection("PN1", None)
    assert asked.query == {"PhoneNumber": fixtures.NUMBER}
    assert "/IncomingPhoneNumbers/PN1" in written.path
    ours = [(field, f"{IN}/{kind}") for field, kind in FORM]
    assert written.form == [*ours, *POSTED, ("SmsApplicationSid", "")]


@pytest.mark.parametrize(("company", "title"), MARKUP)
async def test_of_a_number_only_our_addresses_are_taken(company: str, title: str, client: Http) -> None:
    case = case_of(company)
    async with standin(incoming(sms_url="https://other.example"), said({"sid": "PN1"})) as at:
        await case.provider.disconnect(fixtures.NUMBER, addresses(case), case.at(at.base), client)
        [_, written] = at.seen
    assert written.form == [("VoiceUrl", ""), ("StatusCallback", "")]
    async with standin(incoming(voice_url="", sms_url="", status_callback="")) as at:
        await case.provider.disconnect(fixtures.NUMBER, addresses(case), case.at(at.base), client)
        assert len(at.seen) == 1


@pytest.mark.parametrize(("company", "title"), MARKUP)
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (said({"incoming_phone_numbers": []}), "The line's number is not in this {} account."),
        (
            incoming(trunk_sid="TK1"),
            "The number's calls go to a SIP trunk at {}: take it off the trunk first.",
        ),
    ],
)
async def test_a_number_that_cannot_be_ours_is_the_owners_to_put_right(
    company: str, title: str, answer: bytes, why: str, client: Http
) -> None:
    case = case_of(company)
    async with standin(answer) as at:
        with pytest.raises(SendFailed) as failed:
            await case.provider.connect(fixtures.NUMBER, addresses(case), case.at(at.base), client)
        assert [request.method for request in at.seen] == ["GET"]
    assert failed.value.problem == SendProblem(Problem.MISCONFIGURED, said=why.format(title))
