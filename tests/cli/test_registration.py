"""`ringback registration`: what the carriers still miss."""

import json
from pathlib import Path

import pytest

from tests.cli.run import ringback

# Whole processes, which are slow; the other database is none of their business.
pytestmark = pytest.mark.sqlite

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


def _applied(folder: Path, business: str) -> None:
    (folder / "shop.toml").write_text(SHOP.format(business=business))
    done = ringback(folder, "apply", "shop.toml")
    assert done.code == 0, done.err


def test_what_is_missing_is_said_in_words(tmp_path: Path) -> None:
    _applied(tmp_path, "")
    done = ringback(tmp_path, "registration", RINGBACK_PUBLIC_URL="https://ringback.example.com")
    assert done.code == 1
    assert "Local numbers (10DLC): " in done.out
    assert "things are missing." in done.out
    assert "block R03  Write the EIN, nine digits such as 84-1234567" in done.out
    assert "https://ringback.example.com/b/" in done.out


def test_whole_profile_passes_and_its_papers_agree(tmp_path: Path) -> None:
    _applied(tmp_path, WHOLE)
    done = ringback(tmp_path, "registration", "--json", RINGBACK_PUBLIC_URL="https://ringback.example.com")
    (found,) = json.loads(done.out)
    (local,) = found["registers"]
    assert (done.code, local["findings"]) == (0, [])
    assert "Rosa's Plumbing" in found["words"]["Message flow"]
    assert found["words"]["Beside the phone number on the website"] in found["words"]["Message flow"]
    assert found["words"]["Greeting"] in found["words"]["Message flow"]
    assert found["pages"]["privacy"] == f"{found['pages']['notice']}/privacy"
