import json
from pathlib import Path as File

import pytest

from ringback.permission.profile import Address, Business, Path, Profile, profile_from

READINESS = json.loads(
    (File(__file__).parents[1] / "vectors" / "registration_readiness.json").read_text("utf-8")
)


def test_what_is_missing_is_empty() -> None:
    assert profile_from({"path": "10dlc"}) == Profile(Path.TEN_DLC)
    written = {"path": "tollfree", "business": {"ein": "84-1234567", "address": {"city": "Dover"}}}
    business = Business(ein="84-1234567", address=Address(city="Dover"))
    assert profile_from(written) == Profile(Path.TOLL_FREE, business)


def test_every_profile_of_the_table_is_understood() -> None:
    profiles = [profile_from(case["profile"]) for case in READINESS["cases"]]
    assert profiles[0].campaign.samples[1].startswith("Harbor Lane Plumbing: you are set for [day]")
    assert {profile.name for profile in profiles} == {"Harbor Lane Plumbing"}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({}, "path is missing: write 10dlc or tollfree"),
        ({"path": "shortcode"}, "path is 'shortcode': write 10dlc or tollfree"),
        ({"path": "10dlc", "busines": {}}, "busines is not part of a profile"),
        (
            {"path": "10dlc", "business": {"address": {"zip": "03820"}}},
            "business.address.zip is not part of a profile",
        ),
        ({"path": "10dlc", "business": "Rosa"}, "business is not a table"),
        ({"path": "10dlc", "business": {"ein": 84}}, "business.ein is 84, which is not text"),
        ({"path": "10dlc", "number": {"count": True}}, "number.count is True, which is not a whole number"),
        ({"path": "10dlc", "campaign": {"samples": "Hi"}}, "campaign.samples is not a list of texts"),
        ({"path": "10dlc", "campaign": {"samples": [1]}}, "campaign.samples is not a list of texts"),
    ],
)
def test_a_wrong_profile_is_told_by_its_key(written: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + sentence.replace(".", r"\.") + "$"):
        profile_from(written)
