import json
from dataclasses import replace
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.permission.campaign_checks import RECORD_FIELDS
from ringback.permission.profile import Path, Profile, WebsiteCheck, profile_from
from ringback.permission.registration import CHECKS, Finding, Severity, check, ready
from tests.quick import examples

READINESS = json.loads(
    (File(__file__).parents[1] / "vectors" / "registration_readiness.json").read_text("utf-8")
)
CASES = READINESS["cases"]
GOOD = profile_from(CASES[0]["profile"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_profile_of_the_table(case: dict[str, Any]) -> None:
    assert [finding.id for finding in check(profile_from(case["profile"]))] == case["expect_fail"]


def test_the_checks_are_those_of_the_table() -> None:
    table = [(row["id"], row["paths"], row["severity"]) for row in READINESS["checks"]]
    assert [(one.id, list(one.paths), one.severity) for one in CHECKS] == table
    assert list(RECORD_FIELDS) == READINESS["consent_record_fields"]


def test_a_finding_says_what_to_do() -> None:
    wrong = replace(GOOD, website_check=WebsiteCheck(404), business=replace(GOOD.business, ein="12"))
    assert check(wrong) == [
        Finding(
            "R03",
            Severity.BLOCK,
            "Write the EIN, nine digits such as 84-1234567, as on the letter of the IRS.",
        ),
        Finding("R06", Severity.BLOCK, "The website answers 404: reviewers must be able to open it."),
    ]


def test_a_warning_keeps_nobody_from_going_live() -> None:
    free_mail = replace(GOOD, business=replace(GOOD.business, contact_email="rosa@gmail.com"))
    assert [finding.id for finding in check(free_mail)] == ["R07"]
    assert ready(check(free_mail))
    assert not ready(check(Profile(Path.TEN_DLC)))


def ids(**changed: Any) -> list[str]:
    return [finding.id for finding in check(replace(GOOD, **changed))]


@pytest.mark.parametrize(
    ("part", "key", "value", "found"),
    [
        ("business", "contact_email", "rosa@mail.harborlane.example", []),
        ("business", "website", "https://www.harborlane.example", []),
        ("business", "website", "http://harborlane.example", ["R06"]),
        ("business", "website", "https://[", ["R06", "R07"]),
        ("business", "contact_phone", "+18005554290", []),
        ("business", "contact_phone", "+19005554290", ["R08"]),
        ("business", "contact_phone", "call me", ["R08"]),
        ("business", "ein", "841234567", []),
        ("campaign", "optout_message", "Harbor Lane Plumbing: you won't receive any further texts.", []),
        ("campaign", "help_message", "Harbor Lane Plumbing: write to owner@harborlane.example", []),
        ("campaign", "optout_keywords", ("stop",), []),
        ("campaign", "optout_keywords", ("QUIT",), ["R20"]),
        ("campaign", "optout_keywords", ("STOP", "A" * 251), ["R20"]),
        ("campaign", "use_case", "SOLE_PROPRIETOR", ["R23"]),
        ("campaign", "samples", (), ["R12", "R13"]),
        ("campaign", "has_embedded_links", True, ["R16"]),
        ("links", "privacy_url", "", ["R21"]),
        ("consent", "notice_text", "Harbor Lane Plumbing may call you back.", ["R26"]),
        ("consent", "notice_channels", ("skywriting",), ["R26"]),
        ("number", "status", "REGISTERED", []),
        ("number", "count", 50, ["R33"]),
        ("volume", "expected_daily_segments", 2000, ["R32"]),
        ("provider", "optout_mode", "", ["R35"]),
    ],
)
def test_one_thing_changed(part: str, key: str, value: object, found: list[str]) -> None:
    assert ids(**{part: replace(getattr(GOOD, part), **{key: value})}) == found


def with_second_sample(text: str) -> list[str]:
    return ids(campaign=replace(GOOD.campaign, samples=(GOOD.campaign.samples[0], text)))


def test_a_name_that_sounds_like_an_offer_is_still_a_name() -> None:
    deals = replace(GOOD.business, display_name="Deal & Sale Plumbing")
    samples = tuple(sample.replace("Harbor Lane", "Deal & Sale") for sample in GOOD.campaign.samples)
    assert "R24" not in ids(business=deals, campaign=replace(GOOD.campaign, samples=samples))
    assert with_second_sample("Harbor Lane Plumbing: a good deal for you.") == ["R24"]


def test_marketing_may_promote() -> None:
    campaign = replace(GOOD.campaign, sub_use_cases=("MARKETING",))
    samples = (GOOD.campaign.samples[0], "Harbor Lane Plumbing: a good deal for you.")
    assert ids(campaign=replace(campaign, samples=samples)) == []


@pytest.mark.parametrize("odd", ["{day}", "<day>", "%s", "%(day)s"])
def test_placeholders_that_a_reviewer_does_not_read(odd: str) -> None:
    assert with_second_sample(f"Harbor Lane Plumbing: you are set for {odd}.") == ["R14"]


def test_ten_percent_is_no_placeholder() -> None:
    assert with_second_sample("Harbor Lane Plumbing: humidity is at 10% so all is well.") == []


@pytest.mark.parametrize(
    ("status", "verified"),
    [
        ("APPROVED", True),
        ("VERIFIED", True),
        ("ACME_APPROVED", True),
        ("NOT_APPROVED", False),
        ("UNVERIFIED", False),
    ],
)
def test_words_for_a_verified_toll_free_number(status: str, verified: bool) -> None:
    (good,) = (case["profile"] for case in CASES if case["name"] == "good toll-free profile")
    profile = profile_from(good)
    profile = replace(profile, number=replace(profile.number, verification_status=status))
    assert [finding.id for finding in check(profile)] == ([] if verified else ["R29"])


texts = st.text(max_size=60)


@given(
    st.sampled_from(Path),
    st.dictionaries(st.sampled_from(["business", "links"]), st.dictionaries(texts, texts)),
)
def test_a_profile_is_read_or_refused_in_words(path: Path, written: dict[str, dict[str, str]]) -> None:
    try:
        profile = profile_from({"path": path, **written})
    except ValueError:
        return
    assert check(profile) != []


@examples(200)
@given(
    st.sampled_from(["legal_name", "ein", "website", "contact_email", "contact_phone", "owner_mobile"]),
    texts,
    st.sampled_from(["description", "message_flow", "help_message", "optout_message", "use_case"]),
    texts,
    st.lists(texts, max_size=6),
)
def test_no_wording_breaks_the_check(
    field: str, value: str, words: str, said: str, samples: list[str]
) -> None:
    business = replace(GOOD.business, **{field: value})  # type: ignore[arg-type]  # all of these are text
    campaign = replace(GOOD.campaign, samples=tuple(samples), **{words: said})  # type: ignore[arg-type]  # as above
    found = check(replace(GOOD, business=business, campaign=campaign))
    assert [finding.id for finding in found] == sorted({finding.id for finding in found})
