from pathlib import Path

import pytest

from ringback.accounts.users import LANGUAGES
from ringback.conversations import canned
from ringback.conversations.canned import Wrong
from ringback.messages.compose import EXAMPLE, compose
from ringback.messages.segments import Encoding, measure
from tests.conversations.make import desk


def test_canned_replies_are_kept_changed_and_removed(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        one = at.does(canned.save, " On our way ", "Hi{first_name| there}, we are coming. ")
        at.does(canned.save, "Address?", "What is the address?")
        at.does(canned.save, "On the way", "We are coming.", one)
        found = [(reply.title, reply.body) for reply in at.asks(canned.every)]
        assert found == [("Address?", "What is the address?"), ("On the way", "We are coming.")]
        assert (at.does(canned.remove, one), at.does(canned.remove, one)) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_usual_ones_are_added_once_and_cost_one_part(tmp_path: Path, language: str) -> None:
    with desk(tmp_path) as at:
        at.does(canned.add_usual, language)
        at.does(canned.add_usual, language)
        found = {reply.title: reply.body for reply in at.asks(canned.every)}
        assert found == dict(canned.USUAL[language])
        assert {measure(compose(body, EXAMPLE)).segments for body in found.values()} == {1}
        assert {measure(compose(body, EXAMPLE)).encoding for body in found.values()} == {Encoding.GSM7}


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        ("", "Hello", "title"),
        ("x" * 61, "Hello", "title"),
        ("Hello", "  ", "body"),
        ("Hello", "x" * 1001, "body"),
        ("Hello", "Hi {frist_name}", "body"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(tmp_path: Path, title: str, body: str, field: str) -> None:
    with desk(tmp_path) as at:
        with pytest.raises(Wrong) as told:
            at.does(canned.save, title, body)
        assert told.value.field == field


def test_carol_has_her_own(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        one = at.does(canned.save, "Hello", "Hello")
        carols = at.carols.account_id
        assert at.db.run_now(canned.every, carols) == []
        assert at.db.run_now(canned.remove, carols, one) is False
        with pytest.raises(LookupError):
            at.db.run_now(canned.save, carols, "Hello", "Hi", one)
