"""`ringback registration`: what the carriers still miss."""

import json

import pytest

from tests.cli.run import Here

pytestmark = pytest.mark.sqlite  # the other database is none of the command line's business

SHOP = """
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
notice = "website"
{business}
[[lines]]
number = "+15125550142"
provider = "simulator"
mode = "dial"
ring = ["+15125550143"]
[lines.settings]
signing_key = "0123456789012345678901234567890123456789"
"""
WHOLE = """[business]
trade = "plumbing"
legal_name = "Rosa's Plumbing LLC"
entity_type = "PRIVATE_PROFIT"
ein = "84-1234567"
street = "1 Congress Ave"
city = "Austin"
state = "TX"
postal = "78701"
website = "https://rosas.example"
email = "office@rosas.example"
phone = "+1 512 463 4630"
campaign = "C123"
campaign_status = "ACTIVE"
texts_a_day = 200
"""


def _applied(here: Here, business: str, more: str = "") -> None:
    (here.folder / "shop.toml").write_text(SHOP.format(business=business) + more)
    done = here.ringback("apply", "shop.toml")
    assert done.code == 0, done.err


def test_what_is_missing_is_said_in_words(here: Here) -> None:
    _applied(here, "")
    done = here.ringback("registration", RINGBACK_PUBLIC_URL="https://ringback.example.com")
    assert done.code == 1
    assert "Local numbers (10DLC): " in done.out
    assert "things are missing." in done.out
    assert "block R03  Write the EIN, nine digits such as 84-1234567" in done.out
    assert "https://ringback.example.com/b/" in done.out


def test_whole_profile_passes_and_its_papers_agree(here: Here) -> None:
    _applied(here, WHOLE)
    done = here.ringback("registration", "--json", RINGBACK_PUBLIC_URL="https://ringback.example.com")
    (found,) = json.loads(done.out)
    (local,) = found["registers"]
    assert (done.code, local["findings"]) == (0, [])
    assert "Rosa's Plumbing" in found["words"]["Message flow"]
    assert found["words"]["Beside the phone number on the website"] in found["words"]["Message flow"]
    assert found["words"]["Greeting"] in found["words"]["Message flow"]
    assert found["pages"]["privacy"] == f"{found['pages']['notice']}/privacy"


def test_what_a_line_says_otherwise_is_a_sample_of_its_own(here: Here) -> None:
    own = '[[lines.templates]]\nfor = "missed"\ntext = "{business} emergencies: what is wrong? {stop}"\n'
    _applied(here, WHOLE, OTHER_LINE + own)
    done = here.ringback("registration", "--json", RINGBACK_PUBLIC_URL="https://ringback.example.com")
    (found,) = json.loads(done.out)
    assert found["words"]["Second sample"] == (
        "Rosa's Plumbing emergencies: what is wrong? Reply STOP to opt out."
    )
    assert len(found["registers"][0]["profile"]["campaign"]["samples"]) == 3


OTHER_LINE = """
[[lines]]
number = "+15125550155"
provider = "simulator"
mode = "forwarded"
"""
