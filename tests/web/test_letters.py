"""E-mails about signing in."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ringback.app import Ringback
from ringback.lib.clock import VirtualClock
from ringback.settings import read_settings
from tests.web.mailbox import Mailbox, mailbox
from tests.web.pages import get, post, sign_in
from tests.web.test_signin import _add_rosa
from tests.world import FRIDAY_NOON, open_line


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        yield box


@pytest.fixture
async def ringback(tmp_path: Path, box: Mailbox) -> AsyncIterator[Ringback]:
    """Rosa's shop, with a mail server."""
    settings = read_settings(
        {
            "RINGBACK_DATA": str(tmp_path),
            "RINGBACK_SMTP_URL": box.url,
            "RINGBACK_MAIL_FROM": "shop@example.com",
        }
    )
    async with Ringback.open(settings, VirtualClock(FRIDAY_NOON)) as ringback:
        line = await ringback.db.run(open_line, "http://127.0.0.1", {})
        await ringback.db.run(_add_rosa, line.account_id)
        yield ringback


async def test_a_forgotten_password_is_made_new_by_a_link_in_an_e_mail(
    ringback: Ringback, box: Mailbox
) -> None:
    asked = await post(ringback.asgi, "/forgot", {"email": "Rosa@example.com"})
    assert "a link is on its way" in asked.body
    await asyncio.wait_for(box.arrived.wait(), 10)
    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == ("rosa@example.com", "shop@example.com")
    link = next(word for word in letter.get_content().split() if "/link/" in word)
    path = "/link/" + link.partition("/link/")[2]
    page = (await get(ringback.asgi, path)).body
    assert "A new password" in page
    # What keeps passwords for her knows whose it is.
    assert 'value="rosa@example.com" autocomplete="username" hidden' in page
    assert (await post(ringback.asgi, path, {"password": "quite another one"})).status == 303


async def test_nobody_learns_who_is_here(ringback: Ringback, box: Mailbox) -> None:
    here = await post(ringback.asgi, "/forgot", {"email": "rosa@example.com"})
    not_here = await post(ringback.asgi, "/forgot", {"email": "nobody@example.com"})
    assert (here.status, not_here.status) == (200, 200)
    assert [body.count("a link is on its way") for body in (here.body, not_here.body)] == [1, 1]
    await asyncio.wait_for(box.arrived.wait(), 10)
    assert [letter["To"] for letter in box.letters] == ["rosa@example.com"]


async def test_nobody_is_flooded_with_e_mails(ringback: Ringback, box: Mailbox) -> None:
    found = [(await post(ringback.asgi, "/forgot", {"email": "rosa@example.com"})).status for _ in range(8)]
    assert found == [200] * 6 + [429] * 2


async def test_an_invitation_goes_out_and_its_link_is_shown_too(ringback: Ringback, box: Mailbox) -> None:
    (account,) = await ringback.db.read(_accounts)
    rosa = await sign_in(ringback, account)
    answered = await rosa.post("team/invite", email="ben@example.com", role="member", accept="text/html")
    assert ("It was also sent to ben@example.com." in answered.body, len(box.letters)) == (True, 1)
    box.refuses = True
    answered = await rosa.post("team/invite", email="eli@example.com", role="member", accept="text/html")
    assert "The e-mail could not be sent, so send the link yourself." in answered.body


async def test_without_a_mail_server_the_page_says_what_to_do(tmp_path: Path) -> None:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path)})
    async with Ringback.open(settings, VirtualClock(FRIDAY_NOON)) as ringback:
        assert "ringback user reset" in (await get(ringback.asgi, "/forgot")).body
        assert "ringback user reset" in (await post(ringback.asgi, "/forgot", {"email": "a@b.example"})).body


def _accounts(tx: object) -> list[str]:
    from ringback.accounts import store

    return [account.id for account in store.every(tx)]  # type: ignore[arg-type]
