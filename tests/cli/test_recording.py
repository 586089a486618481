"""`ringback simulate PROVIDER FILE`: what a recording of a switch says of each call in it."""

import json

import pytest

from tests.asterisk.archive import Recording, recordings
from tests.cli.run import Here

pytestmark = pytest.mark.sqlite  # the database has no part in it

[PLAYED] = [one for one in recordings() if (one.scene, one.driver) == ("three_at_once", "PJSIP")]
EXPECTED = [
    {
        "call": "1795219915.134",
        "caller": "+15125550161",
        "dialled": "+15125550102",
        "direction": "inbound",
        "accepted": True,
        "missed": False,
        "voicemail_left": False,
        "why": "102 was connected with the caller.",
    },
    {
        "call": "1795219915.133",
        "caller": "+15125550163",
        "dialled": "+15125550106",
        "direction": "inbound",
        "accepted": False,
        "missed": True,
        "voicemail_left": True,
        "why": "No phone rang, and voicemail took a message.",
    },
    {
        "call": "1795219915.137",
        "caller": "+15125550162",
        "dialled": "+15125550101",
        "direction": "inbound",
        "accepted": False,
        "missed": True,
        "voicemail_left": False,
        "why": "1 phone rang, and nobody was connected with the caller: nobody picked up.",
    },
]


@pytest.fixture
def played(here: Here) -> Recording:
    (here.folder / "calls.ami").write_bytes(PLAYED.manager)
    (here.folder / "calls.ami.ari.jsonl").write_bytes(PLAYED.rest)
    return PLAYED


@pytest.mark.parametrize("name", ["calls.ami", "calls.ami.ari.jsonl"])
def test_each_call_of_a_recording_is_judged(here: Here, played: Recording, name: str) -> None:
    ran = here.ringback("simulate", "asterisk", name, "--json")
    assert json.loads(ran.out) == EXPECTED


def test_the_inbound_contexts_may_be_named(here: Here, played: Recording) -> None:
    ran = here.ringback(
        "simulate", "asterisk", "calls.ami", "--inbound", "from-x", "--inbound", "y", "--json"
    )
    assert {call["direction"] for call in json.loads(ran.out)} == {"outbound"}


def test_people_get_a_table(here: Here, played: Recording) -> None:
    ran = here.ringback("simulate", "asterisk", "calls.ami")
    assert "102 was connected with the caller." in ran.out
    assert "+15125550163" in ran.out


def test_no_such_file_is_said_in_words(here: Here) -> None:
    ran = here.ringback("simulate", "asterisk", "none.ami")
    assert (ran.code, ran.out) == (2, "")
    assert "No such file" in ran.err


def test_other_rubbish_holds_no_calls_and_it_is_said_so(here: Here) -> None:
    (here.folder / "rubbish.ami").write_bytes(bytes(range(256)) * 50)
    (here.folder / "rubbish.jsonl").write_bytes(b'{"type": []}\n{"type": "Dial"}\nnull\n{{\n' + b"[" * 9000)
    for name in ("rubbish.ami", "rubbish.jsonl"):
        ran = here.ringback("simulate", "asterisk", name, "--json")
        assert (ran.code, json.loads(ran.out)) == (0, [])
        assert (
            ran.err == f"{name} holds no calls. Is it what the switch itself said, from before a call on?\n"
        )
