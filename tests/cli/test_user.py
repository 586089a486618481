"""Who may sign in, from the terminal."""

import asyncio
import json
import re

import pytest

from ringback.accounts import audit, links, users
from ringback.accounts import store as accounts
from ringback.accounts.links import Purpose
from ringback.cli.database import opened
from ringback.cli.demo import add_demo
from ringback.cli.people import invite_person, let_in_again, print_first_link, reset_person, show_people
from ringback.cli.trouble import Stop
from ringback.db.transaction import Transaction
from ringback.settings import Settings, read_settings
from tests.cast import ROSAS_SHOP
from tests.empty import empty_database

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, capsys: Printed) -> Settings:
    """The demo shop, whose Rosa is the only one who is here."""
    settings = read_settings({"RINGBACK_DATA": str(tmp_path_factory.mktemp("data"))})
    empty_database(settings.data)
    add_demo(settings, week=False)
    capsys.readouterr()
    return settings


def printed_link(settings: Settings, printed: Printed) -> links.Link:
    token = re.findall(r"/link/(\S+)", printed.readouterr().out)[-1]
    with opened(settings) as db:
        return asyncio.run(db.read(links.look_at, token))


def test_a_stranger_is_invited_by_a_link(settings: Settings, capsys: Printed) -> None:
    invite_person(settings, "Stranger@Example.com", ROSAS_SHOP, "member")
    link = printed_link(settings, capsys)
    assert (link.purpose, link.email, link.role) == (Purpose.INVITATION, "stranger@example.com", "member")


def test_who_is_here_already_is_let_in_at_once(settings: Settings, capsys: Printed) -> None:
    invite_person(settings, users.DEMO, ROSAS_SHOP, "owner")
    assert "is in Rosa's Plumbing now, as owner" in capsys.readouterr().out


def test_a_forgotten_password_gets_a_link(settings: Settings, capsys: Printed) -> None:
    reset_person(settings, users.DEMO)
    assert printed_link(settings, capsys).purpose is Purpose.RESET


def test_the_first_owner_gets_a_link_while_there_is_none(settings: Settings, capsys: Printed) -> None:
    print_first_link(settings)
    assert printed_link(settings, capsys).purpose is Purpose.FIRST
    with opened(settings) as db:
        db.run_now(_add_olu)
    with pytest.raises(Stop, match="has an owner"):
        print_first_link(settings)


def _add_olu(tx: Transaction) -> None:
    users.add(tx, email="olu@example.com", name="Olu", password="", runs_it=True)


def test_whoever_is_disabled_is_listed_as_such_until_enabled(settings: Settings, capsys: Printed) -> None:
    for allowed in (False, True):
        let_in_again(settings, users.DEMO, allowed=allowed)
        capsys.readouterr()
        show_people(settings, as_json=True)
        listed = {row["email"]: row for row in json.loads(capsys.readouterr().out)}
        assert listed[users.DEMO]["may_sign_in"] is allowed
        assert listed[users.DEMO]["businesses"] == {ROSAS_SHOP: "owner"}


def test_what_cannot_be_is_said_in_a_sentence(settings: Settings) -> None:
    with pytest.raises(Stop, match="There is no role 'boss'"):
        invite_person(settings, "ben@example.com", ROSAS_SHOP, "boss")
    with pytest.raises(Stop, match="There is no business named"):
        invite_person(settings, "ben@example.com", "Nowhere", "member")
    with pytest.raises(Stop, match="Nobody here has the address"):
        reset_person(settings, "nobody@example.com")


def test_only_an_address_is_invited(settings: Settings) -> None:
    with pytest.raises(Stop, match=r"^rosa is no e-mail address; write one such as rosa@example.com\.$"):
        invite_person(settings, "rosa", "Rosa's Plumbing", "member")


def test_it_is_written_down_as_done_from_the_command_line(settings: Settings, capsys: Printed) -> None:
    invite_person(settings, "stranger@example.com", ROSAS_SHOP, "member")
    with opened(settings) as db:
        account = asyncio.run(db.read(accounts.by_name, ROSAS_SHOP))
        assert account is not None
        (deed,) = asyncio.run(db.read(audit.of_account, account.id))
    assert (deed.who, deed.what, deed.about) == ("command line", "invited", "stranger@example.com, member")
