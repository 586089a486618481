"""What a form finds wrong, and how a phone passes calls on, in Spanish: each sentence that there is."""

import ast
import inspect
import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from babel.messages import pofile
from hypothesis import example, given
from hypothesis import strategies as st

from ringback.accounts import users
from ringback.contacts.address_book import read_address_book
from ringback.flows import line_tested
from ringback.lines.forwarding import carriers, instructions, loops
from ringback.messages.compose import BUILT_IN
from ringback.messages.library.shelf import trades
from ringback.messages.lint import Sender, lint, lint_written
from ringback.permission import brand_checks, campaign_checks
from ringback.permission.content_guard import Mode
from ringback.permission.profile import profile_from
from ringback.permission.registration import check
from ringback.permission.template_guard import regulated_problems
from ringback.phone.registry import PROVIDERS, provider
from ringback.retold import FOLDER, PART, retold
from ringback.rules.preview import MEANS
from ringback.rules.week import parse_closed, parse_ranges, parse_region
from tests.quick import examples
from tests.web.pages import sign_in
from tests.world import shop

SPANISH = "es"
READINESS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "registration_readiness.json").read_text("utf-8")
)
WORDS = [
    "{business}: ", "{stop}", "{busines}", "{next_open}", "{zzz}", "}", "https://bit.ly/x",
    "http://10.0.0.1/a", "https://elsewhere.example/a", "HUGE SALE!!", "at 9 AM", "50% off", "free gift",
    "cannabis", "your test results are positive", "you will win the case", "please call", "é☎", "x " * 90,
    "☎" * 80, "take ibuprofen", "4111 1111 1111 1111", "what is your password", "our fee is 300",
]  # fmt: skip


def untold(sentences: list[str]) -> list[str]:
    return [words for words in sentences if retold(words, SPANISH) == words]


@given(
    parts=st.lists(st.sampled_from(WORDS), max_size=5),
    situation=st.sampled_from(["missed", "follow_up"]),
    mode=st.sampled_from(list(Mode)),
    business=st.sampled_from(["Rosa's", "Plomería Núñez"]),
)
@example(parts=[], situation="missed", mode=Mode.LEGAL, business="Rosa's")
@example(
    parts=["{business}:", "x " * 40, "{stop}"],
    situation="missed",
    mode=Mode.STANDARD,
    business="Plomería Núñez",
)
@examples(300)
def test_what_is_wrong_with_a_text(parts: list[str], situation: str, mode: Mode, business: str) -> None:
    template = " ".join(parts)
    found = [*lint(template, situation, Sender(business)), *lint_written(template)]
    found += regulated_problems(template, mode, "Rosa's", first=situation == "missed")
    assert untold([problem.sentence for problem in found]) == []


@pytest.mark.parametrize("case", READINESS["cases"], ids=lambda case: str(case["name"]))
def test_what_a_register_still_wants(case: dict[str, object]) -> None:
    profile = profile_from(case["profile"])  # type: ignore[arg-type]  # as the file has it
    assert untold([finding.sentence for finding in check(profile)]) == []


def test_each_sentence_of_the_checks_is_known() -> None:
    """Also those that no profile of the table brings about, as they stand in the code."""
    said = sentences(inspect.getsource(brand_checks)) | sentences(inspect.getsource(campaign_checks))
    shapes = {PART.sub("{}", words) for words in told("registered")}
    assert {words for words in said if words.endswith((".", "!")) and words not in shapes} == set()


def test_each_sentence_of_a_test_call_is_known() -> None:
    shapes = {PART.sub("{}", words) for words in [*told("tested"), *told("decided")]}
    tree = ast.parse(inspect.getsource(line_tested))
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
    pieces = {piece for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in pieces}
    said |= {
        "".join(map(_written, node.values)) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
    }
    sentences = {str(words) for words in said - docs if str(words).endswith(".")}
    assert len(sentences) > 15
    assert sentences - shapes == set()


def test_a_stage_is_told_with_what_is_in_it() -> None:
    ask = "A call from another number arrived. Call (512) 555-0142 from (512) 555-0111 now, and let it ring."
    refused = "Your rules say: no text. Please call back: the caller called again, 9 hours after our text."
    assert untold([ask, refused]) == []


def sentences(source: str) -> set[str]:
    """What the functions of a module return, with {} for whatever is put in."""
    tree = ast.parse(source)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value not in docs:
                    found.add(part.value)
                if isinstance(part, ast.JoinedStr):
                    found.add("".join(_written(piece) for piece in part.values))
    return {words for words in found if " " in words and words[0].isupper()}


def _written(piece: ast.expr) -> str:
    return str(piece.value) if isinstance(piece, ast.Constant) else "{}"


DOCUMENTED = (ast.Module, ast.FunctionDef, ast.ClassDef)


def told(name: str) -> list[str]:
    with (FOLDER / "es" / f"{name}.po").open("rb") as file:
        return [str(each.id) for each in pofile.read_po(file) if each.id]


@pytest.mark.parametrize("country", ["US", "CA", "GB", "DE"])
def test_how_a_phone_passes_calls_on(country: str) -> None:
    said = set()
    for carrier in carriers(country):
        for seconds in (None, 5, 17, 30, 60):
            how = instructions(carrier, "+15125550142", seconds)
            steps = [*how.switch_on, *how.check, *how.switch_off, *([how.at_once] if how.at_once else [])]
            said |= {step.does for step in steps} | set(how.warnings) | ({how.rings} - {""})
    assert untold(sorted(said)) == []


def test_why_calls_would_go_round() -> None:
    shop, line, other = "+15125550142", "+15125550143", "+15125550144"
    said = [*loops(line, line, {}), *loops(shop, line, {line: (shop,), other: (shop,)})]
    assert (len(said), untold(said)) == (3, [])


@pytest.mark.parametrize("company", PROVIDERS)
def test_what_the_fields_of_a_company_mean(company: str) -> None:
    """In `es.po` of its directory, or of the one above where several companies say the same."""
    assert untold([field.metadata["help"] for field in fields(provider(company).Settings)]) == []


def test_each_trade() -> None:
    assert untold([trade.name for trade in trades().values()]) == []


def test_each_situation_of_a_text() -> None:
    assert untold(list(MEANS.values())) == []
    assert MEANS.keys() >= BUILT_IN.keys()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("cooldown", "8d"), ("cooldown", "soon"), ("delay_seconds", "121"), ("delay_seconds", "x"),
        ("late_after", "2h"), ("in_touch", "2d"), ("follow_up_after", "30d"), ("most_per_hour", "0"),
        ("min_ring_seconds", "61"), ("when", "closed"),
    ],
)  # fmt: skip
async def test_what_is_wrong_with_a_rule(tmp_path: Path, name: str, typed: str) -> None:
    async with shop(tmp_path) as rosas:
        rosa = await sign_in(rosas.ringback, rosas.line.account_id)
        await rosas.ringback.db.run(users.change, rosa.user, language="es")
        answered = await rosa.post("rules", **{name: typed})
        (problem,) = re.findall(r'class="problem"[^>]*>([^<]*)<', answered.body)
        assert (answered.status, problem.startswith(("Escribe", "«"))) == (422, True)


def test_what_is_wrong_with_a_file_of_numbers() -> None:
    book = read_address_book(b"name,phone\nRosa,\nBen,12\n", "US")
    cards = read_address_book(b"BEGIN:VCARD\nFN:Rosa\nEND:VCARD\n", "US")
    assert len(book.problems + cards.problems) == 3
    assert untold(book.problems + cards.problems) == []


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (parse_ranges, ["noon"]), (parse_ranges, ["08:00-12:00", "11:00-13:00"]),
        (parse_ranges, ["24:00-02:00"]), (parse_ranges, ["08:00-08:00"]), (parse_ranges, ["08:77-09:00"]),
        (parse_region, "XX"), (parse_region, "US-ZZ"),
        (parse_closed, "Christmas"), (parse_closed, "2026-12-26..2026-12-24"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_hours(read: Callable[[object], object], written: object) -> None:
    with pytest.raises(ValueError) as wrong:  # noqa: PT011  # its sentence is what is looked at
        read(written)
    assert untold([str(wrong.value)]) == []
