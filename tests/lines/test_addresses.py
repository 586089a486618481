from dataclasses import replace

import pytest

from ringback.accounts.store import Account
from ringback.lines.addresses import addresses, missing, on_this_machine
from ringback.lines.settings import Vault
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode

PUBLIC = "https://ringback.example.com"
HERE = "http://127.0.0.1:8080"
ROSAS = Account("account_1", "Rosa's Plumbing", "America/Chicago", "US", "website", "{}")
LINE = Line(
    "ln_1",
    "account_1",
    "+15125550142",
    "twilio",
    Mode.DIAL,
    RingPlan(ring=("+15125550143",)),
    {"account_sid": "AC1", "auth_token": "env:RINGBACK_TEST_TOKEN"},
)


@pytest.fixture
def vault(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setenv("RINGBACK_TEST_TOKEN", "t0psecret")
    return Vault(tmp_path_factory.mktemp("vault"))


def test_each_address_is_the_public_one_and_names_the_line() -> None:
    assert addresses(LINE, PUBLIC) == {
        "voice": f"{PUBLIC}/in/ln_1/voice",
        "voice_status": f"{PUBLIC}/in/ln_1/voice_status",
        "text": f"{PUBLIC}/in/ln_1/text",
        "text_status": f"{PUBLIC}/in/ln_1/text_status",
    }


def test_a_line_with_everything_is_ready(vault: Vault) -> None:
    assert missing(LINE, ROSAS, PUBLIC, vault) == []


def test_everything_that_is_missing_is_told_at_once(vault: Vault) -> None:
    bare = replace(
        LINE,
        plan=RingPlan(),
        settings={"auth_token": "env:RINGBACK_TEST_NO_TOKEN"},
        parked_reason="Wrong key.",
    )
    assert missing(bare, replace(ROSAS, notice=""), HERE, vault) == [
        "Nothing is sent on this line: Wrong key.",
        "Fill in account_sid.",
        "Set the environment variable RINGBACK_TEST_NO_TOKEN where the server runs.",
        'Name the phones that ring (ring = ["+1…"]), or nobody can ever answer.',
        'Say where callers learn that they may be texted (notice = "website").',
        "Set RINGBACK_PUBLIC_URL to the address under which Twilio can reach this server, such as "
        "https://ringback.example.com.",
    ]


def test_a_forwarded_line_needs_no_phones(vault: Vault) -> None:
    assert missing(replace(LINE, mode=Mode.FORWARDED, plan=RingPlan()), ROSAS, PUBLIC, vault) == []


def test_a_stand_in_on_this_machine_reaches_this_machine(vault: Vault) -> None:
    line = replace(LINE, settings={**LINE.settings, "api_base": "http://127.0.0.1:9000"})
    assert missing(line, ROSAS, HERE, vault) == []


def test_the_simulator_reaches_this_machine(vault: Vault) -> None:
    line = replace(LINE, provider="simulator", settings={"signing_key": "x"})
    assert missing(line, ROSAS, HERE, vault) == []


def test_a_line_of_a_company_that_is_gone_says_so(vault: Vault) -> None:
    line = replace(LINE, provider="gone")
    assert addresses(line, PUBLIC) == {}
    assert missing(line, ROSAS, PUBLIC, vault) == [
        "This version of Ringback does not know gone: choose another provider."
    ]


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://[::1]", True),
        ("http://localhost", True),
        ("http://rosa.localhost:80", True),
        ("http://0.0.0.0", True),
        ("https://ringback.example.com", False),
        ("http://192.168.1.5", False),
        ("", False),
    ],
)
def test_which_addresses_are_this_machine(address: str, here: bool) -> None:
    assert on_this_machine(address) is here
