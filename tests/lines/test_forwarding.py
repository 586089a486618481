import re
from itertools import chain
from urllib.parse import unquote, urlsplit

import phonenumbers
import pytest

from ringback.lines.forwarding import (
    Carrier,
    Case,
    Step,
    _book,
    about_rings,
    as_dialled,
    carrier,
    carriers,
    instructions,
    loops,
)

ROSAS_LINE = "+15125550142"
MOBILE = "+15125550143"
EVERY = list(_book().carriers.values())
# What a mobile network reads as a code: "GSM 02.30", as the keypads of telephones read it.
GSM_CODE = re.compile(r"(\*|#|\*#|\*\*|##)(21|61|62|67|004|002)(\*[^*#]*)?(\*[^*#]*)?(\*[^*#]*)?#")


def found(key: str) -> Carrier:
    known = carrier(key)
    assert known is not None
    return known


def codes(steps: tuple[Step, ...]) -> list[str]:
    return [step.code for step in steps]


def test_a_mobile_on_gsm() -> None:
    said = instructions(found("att"), ROSAS_LINE)
    assert codes(said.switch_on) == ["**61*+15125550142**20#", "**67*+15125550142#", "**62*+15125550142#"]
    assert codes(said.check) == ["*#61#", "*#67#", "*#62#"]
    assert codes(said.switch_off) == ["##61#", "##67#", "##62#"]
    assert said.at_once is not None
    assert said.at_once.code == "**004*+15125550142**20#"
    assert (said.seconds, said.rings) == (20, "about 3 rings")
    assert said.switch_on[0].otherwise == "*61*5125550142#"


@pytest.mark.parametrize(
    ("key", "number", "on", "check", "off"),
    [
        ("verizon", ROSAS_LINE, ["*715125550142"], [], ["*73"]),
        ("us-landline", ROSAS_LINE, ["*925125550142", "*905125550142"], [], ["*93", "*91"]),
        ("ca-landline", "+14165550142", ["*924165550142", "*904165550142"], [], ["*93", "*91"]),
        (
            "bt",
            "+442079460018",
            ["*61*02079460018#", "*67*02079460018#"],
            ["*#61#", "*#67#"],
            ["#61#", "#67#"],
        ),
        ("virgin", "+442079460018", ["*77*02079460018#", "*76*02079460018#"], [], ["#77", "#76"]),
        ("google-fi", ROSAS_LINE, [], [], []),
    ],
)
def test_other_networks(key: str, number: str, on: list[str], check: list[str], off: list[str]) -> None:
    said = instructions(found(key), number)
    assert (codes(said.switch_on), codes(said.check), codes(said.switch_off)) == (on, check, off)
    assert said.by_hand == (on == [])


@pytest.mark.parametrize(
    ("key", "wanted", "seconds"),
    [
        ("att", None, 20),
        ("att", 5, 5),
        ("att", 1, 5),
        ("att", 22, 20),
        ("att", 23, 25),
        ("att", 999, 30),
        ("telus", 15, 10),
        ("telus", 25, 20),
        ("videotron", 30, 15),
        ("uk-mobile", None, 15),
        ("bt", 30, 15),
        ("verizon", 20, None),
        ("google-voice", None, None),
    ],
)
def test_seconds_are_those_that_the_company_offers(key: str, wanted: int | None, seconds: int | None) -> None:
    said = instructions(found(key), ROSAS_LINE, wanted)
    assert said.seconds == seconds
    told = [warning for warning in said.warnings if "cannot be asked for" in warning]
    assert bool(told) == (wanted is not None and wanted != seconds and not said.by_hand)


def test_a_voicemail_that_may_be_faster_is_told() -> None:
    faster = "A voicemail of the company often picks up after about 20 seconds."
    assert any(said.startswith(faster) for said in instructions(found("att"), ROSAS_LINE, 30).warnings)
    assert not any(said.startswith(faster) for said in instructions(found("att"), ROSAS_LINE, 20).warnings)


def test_codes_that_nobody_confirms_are_said_to_be_so() -> None:
    unsure = "These codes are not confirmed by the company. Believe the test call, not the code."
    told = {one.key for one in EVERY if unsure in instructions(one, ROSAS_LINE).warnings}
    assert told == {"verizon", "us-mobile-other", "ca-mobile-other", "virgin", "mobile"}


def test_a_number_in_another_country_is_dialled_as_one_and_told() -> None:
    said = instructions(found("bt"), ROSAS_LINE)
    assert codes(said.switch_on)[0] == "*61*0015125550142#"
    assert [warning for warning in said.warnings if "another country" in warning] != []


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.key)
def test_every_company_has_whole_codes_that_a_link_can_carry(one: Carrier) -> None:
    said = instructions(one, ROSAS_LINE)
    steps = [*said.switch_on, *said.check, *said.switch_off, *([said.at_once] if said.at_once else [])]
    assert all(re.fullmatch(r"[*#+\d]+", step.code) for step in steps)
    assert {case for step in said.switch_on for case in step.cases} >= (
        set() if said.by_hand else {Case.NO_ANSWER}
    )
    assert said.warnings != ()
    assert one.source != ""
    for step in steps:
        assert unquote(urlsplit(step.link).path) == (step.code if one.tap else "")


@pytest.mark.parametrize("seconds", range(1, 61))
def test_what_is_dialled_on_a_mobile_is_a_code_that_the_standard_knows(seconds: int) -> None:
    for one in EVERY:
        if one.codes and one.codes[0].on.startswith("**"):
            said = instructions(one, ROSAS_LINE, seconds)
            assert said.at_once is not None
            for step in (*said.switch_on, *said.check, *said.switch_off, said.at_once):
                assert GSM_CODE.fullmatch(step.code), step.code
            read = GSM_CODE.fullmatch(said.switch_on[0].code)
            assert read is not None
            assert int(read[5].removeprefix("*")) in (5, 10, 15, 20, 25, 30)


def test_nothing_ever_passes_all_calls_on() -> None:
    every = chain.from_iterable(
        (step.code for step in instructions(one, ROSAS_LINE).switch_on) for one in EVERY
    )
    assert [code for code in every if re.match(r"\*{1,2}(21|72|002|70)\D?", code)] == []


def test_the_companies_of_a_country() -> None:
    assert [one.key for one in carriers("US")][:3] == ["att", "t-mobile", "verizon"]
    assert [one.country for one in carriers("GB")] == ["GB"] * 3
    assert [one.key for one in carriers("DE")] == ["mobile"]
    assert carrier("no such company") is None


@pytest.mark.parametrize(
    ("number", "country", "dialled"),
    [
        (ROSAS_LINE, "US", "5125550142"),
        (ROSAS_LINE, "CA", "5125550142"),
        ("+442079460018", "GB", "02079460018"),
        ("+442079460018", "US", "011442079460018"),
        (ROSAS_LINE, "", ROSAS_LINE),
        ("rubbish", "US", "rubbish"),
    ],
)
def test_numbers_as_they_are_dialled(number: str, country: str, dialled: str) -> None:
    assert as_dialled(number, country) == dialled


@pytest.mark.parametrize(
    ("seconds", "country", "rings"),
    [(15, "US", 2), (30, "US", 5), (20, "GB", 7), (25, "DE", 5), (30, "ES", 7), (5, "US", 1)],
)
def test_rings_are_counted_as_each_country_rings(seconds: int, country: str, rings: int) -> None:
    assert about_rings(seconds, country) == f"about {rings} ring{'' if rings == 1 else 's'}"


def test_a_number_that_is_forwarded_to_itself() -> None:
    assert loops(ROSAS_LINE, ROSAS_LINE, {}) != []


def test_a_phone_that_passes_its_calls_to_the_line_that_rings_it() -> None:
    [said] = loops(MOBILE, ROSAS_LINE, {ROSAS_LINE: (MOBILE,)})
    assert said.endswith("Set the line's mode to forwarded, and name no phones that ring.")


def test_a_phone_that_another_line_rings() -> None:
    other = "+15125550145"
    [said] = loops(MOBILE, ROSAS_LINE, {ROSAS_LINE: (), other: (MOBILE,)})
    assert other in said


def test_what_goes_round_nowhere() -> None:
    assert loops(MOBILE, ROSAS_LINE, {ROSAS_LINE: (), "+15125550145": ("+15125550144",)}) == []


def test_every_country_of_the_table_is_one() -> None:
    known = phonenumbers.SUPPORTED_REGIONS | {""}
    assert {one.country for one in EVERY} | set(_book().ring_cycle) <= known
