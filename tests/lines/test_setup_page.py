import re
from dataclasses import replace
from itertools import zip_longest

import pytest
from markdown_it import MarkdownIt

from ringback.lines.setup_page import setup_html
from ringback.lines.store import Line, RingPlan
from ringback.phone.pages import WORDS, ToFillIn, guide, setup_page, to_fill_in
from ringback.phone.provider import Capability, Mode
from ringback.phone.registry import PROVIDERS, provider
from tests.cast import ROSAS_LINE

PUBLIC = "https://ringback.example.com"
LINE = Line("ln_1", "account_1", ROSAS_LINE, "twilio", Mode.DIAL, RingPlan(), {})


@pytest.mark.parametrize("company", sorted(PROVIDERS))
def test_every_company_has_a_page_with_the_lines_own_addresses(company: str) -> None:
    page = setup_html(replace(LINE, provider=company), PUBLIC)
    assert page.startswith("<h1>")
    assert re.findall(r"\{[a-z_]+\}", page) == []
    named = re.findall(r"\{([a-z_]+)\}", setup_page(company, _Kept()))
    kinds = {address.kind for address in provider(company).addresses}
    assert set(named) <= kinds
    for kind in named:
        assert f"<code>{PUBLIC}/in/ln_1/{kind}</code>" in page


class _Kept(dict[str, str]):
    """Each address stands for itself."""

    def __missing__(self, kind: str) -> str:
        return f"{{{kind}}}"


def test_tables_become_tables_and_nothing_typed_becomes_html() -> None:
    assert "<table>" in setup_html(LINE, PUBLIC)
    page = setup_html(LINE, "https://ringback.example.com/<script>alert(1)</script>")
    assert "<script" not in page


def test_what_a_page_or_a_form_shows_of_the_settings() -> None:
    sid, token, *_ = to_fill_in("twilio")
    assert (sid.name, sid.secret, sid.required) == ("account_sid", False, True)
    assert (token.name, token.secret, token.required) == ("auth_token", True, True)
    [base] = [setting for setting in to_fill_in("twilio") if setting.name == "api_base"]
    assert base == ToFillIn("api_base", base.label, base.help, False, False, "https://api.twilio.com")
    for company in PROVIDERS:
        assert [
            setting.name for setting in to_fill_in(company) if not setting.label or not setting.help
        ] == []


def test_every_capability_has_its_words() -> None:
    assert set(WORDS) == set(Capability)


# In blocks of code stays what it is; only what somebody would put another thing for is said in Spanish.
IN_CODE = {
    "a long random text": "un texto largo al azar",
    "any long random text": "un texto largo al azar",
    "or the address in your own network": "o la dirección en tu propia red",
}


@pytest.mark.parametrize("company", sorted(PROVIDERS))
def test_the_spanish_page_has_the_same_steps_codes_and_addresses(company: str) -> None:
    english, spanish = guide(company, "en"), guide(company, "es")
    for said, meant in zip_longest(_outline(spanish), _outline(english)):
        assert said == meant
    assert re.findall(r"\{[a-z_]+\}", spanish) == re.findall(r"\{[a-z_]+\}", english)
    assert _figures(spanish) == _figures(english)
    assert re.findall(r"\b(?:your|which|until|their)\b", spanish) == []


def _outline(page: str) -> list[tuple[str, list[str]]]:
    """Each block: a heading, a point, a cell; and what stands in it as code."""
    blocks = []
    for token in MarkdownIt("commonmark").enable("table").parse(page):
        if token.type in ("fence", "code_block"):
            blocks.append((token.type, [_in_spanish(token.content)]))
        elif token.type == "inline":
            children = token.children or []
            blocks.append(("codes", sorted(each.content for each in children if each.type == "code_inline")))
        else:
            blocks.append((token.type + token.tag, []))
    return blocks


def _in_spanish(code: str) -> str:
    return re.sub("|".join(sorted(IN_CODE, key=len, reverse=True)), lambda found: IN_CODE[found[0]], code)


def _figures(page: str) -> list[str]:
    """Codes of errors, and every number of two digits or more, in order of size."""
    return sorted(re.findall(r"\d[\d.]*\d", page))
