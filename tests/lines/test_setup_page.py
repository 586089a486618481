import re
from dataclasses import replace

import pytest

from ringback.lines.setup_page import setup_html
from ringback.lines.store import Line, RingPlan
from ringback.phone.pages import WORDS, ToFillIn, setup_page, to_fill_in
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
