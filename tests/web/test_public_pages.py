"""The pages about texting, as a caller or a carrier's reviewer opens them."""

from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.permission.pages import says_no_sharing
from tests.cast import CAROLS_LINE, CAROLS_SHOP, ROSAS_SHOP
from tests.world import Shop, ask, open_line, shop


async def _open(rosas: Shop, path: str, query: str = "", language: str = "en") -> tuple[int, str]:
    headers = {"host": "ringback.example.com", "accept-language": language}
    return await ask(rosas.ringback, "GET", path, query, headers, b"")


async def _address(rosas: Shop, name: str = ROSAS_SHOP) -> str:
    found = await rosas.ringback.db.read(accounts.by_name, name)
    assert found is not None
    return f"/b/{found.page}"


async def test_notice_terms_and_privacy_open_without_sign_in(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        here = await _address(rosas)
        pages = {kind: await _open(rosas, f"{here}{kind}") for kind in ("", "/terms", "/privacy")}
    assert [status for status, _ in pages.values()] == [200, 200, 200]
    assert "Reply STOP to opt out" in pages[""][1]
    assert says_no_sharing(pages["/privacy"][1])
    assert "Rosa&#39;s Plumbing" in pages["/terms"][1]


async def test_address_stays_when_the_settings_change(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        before = await _address(rosas)
        await rosas.ringback.db.run(open_line, rosas.company.base, {"delay_seconds": 9})
        assert await _address(rosas) == before


async def test_each_business_has_its_own_address_and_only_its_own_words(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        hers, theirs = await _address(rosas, CAROLS_SHOP), await _address(rosas)
        status, body = await _open(rosas, hers)
    assert (hers == theirs, status, "Rosa" in body) == (False, 200, False)


@pytest.mark.parametrize("path", ["/b/", "/b/x", "/b/0000000000000000", "/b/%2e%2e/privacy"])
async def test_guessed_addresses_show_nothing(tmp_path: Path, path: str) -> None:
    async with shop(tmp_path) as rosas:
        assert (await _open(rosas, path))[0] == 404


async def test_unknown_page_of_a_known_business_shows_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert (await _open(rosas, f"{await _address(rosas)}/calls"))[0] == 404


@pytest.mark.parametrize("kind", ["", "/terms", "/privacy"])
async def test_who_reads_spanish_gets_spanish_and_may_change_it(tmp_path: Path, kind: str) -> None:
    async with shop(tmp_path) as rosas:
        page = f"{await _address(rosas)}{kind}"
        wished = (await _open(rosas, page, language="es-MX,es;q=0.9,en;q=0.5"))[1]
        chosen = (await _open(rosas, page, "language=en", language="es"))[1]
        nonsense = (await _open(rosas, page, "language=xx"))[1]
    assert '<html lang="es">' in wished
    assert f'href="{page}?language=en"' in wished
    assert ['<html lang="en">' in each for each in (chosen, nonsense)] == [True, True]
