"""What Ben does at his desk: he writes to somebody, calls them back, takes in an address book."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from ringback.contacts import imports
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.called_out import Caller, call_out
from ringback.flows.text_written import Refusal, Reply, Written, write_text
from ringback.lines import store as lines
from tests.cast import BENS_PHONE
from tests.crash.model.town import Happened, Kind

BEN = Caller("user_ben", BENS_PHONE)
IN_ONE_GO = 2  # numbers, so that a small book takes several jobs
OTHERS = {f"+1512555019{last}": f"Neighbour {last}" for last in range(4)}
GOING_ON = "SELECT count(*) FROM imports WHERE state IN ('reading', 'taking')"


def write(tx: Transaction, happened: Happened) -> Written | Refusal:
    account, conversation = _conversation(tx, happened)
    return write_text(tx, account, conversation, Reply(happened.words, "Ben", key=happened.id))


def call_back(tx: Transaction, happened: Happened) -> bool:
    account, conversation = _conversation(tx, happened)
    return call_out(tx, account, conversation, BEN, happened.id)


def take_in(tx: Transaction, happened: Happened) -> bool:
    rows = [f'"{name}",{number}' for number, name in book(happened).items()]
    content = "\n".join(["Name,Phone", *rows]).encode()
    return imports.begin(tx, _account(tx, happened), content, happened.words, "US")


DOES: Mapping[Kind, Callable[[Transaction, Happened], Any]] = {
    Kind.WRITTEN: write,
    Kind.CALLED_BACK: call_back,
    Kind.IMPORTED: take_in,
}


def book(happened: Happened) -> dict[str, str]:
    """Who stands in it: number and name."""
    return {happened.caller: "Dan", **OTHERS}


def forbids(happened: Happened) -> bool:
    """Is it a list of those who are never texted?"""
    return happened.words == Listed.NEVER_TEXT


def is_taken_in(db: sa.Connection) -> bool:
    """What the page says when it has come to its end."""
    return not db.exec_driver_sql(GOING_ON).scalar()


@contextmanager
def small_parts() -> Iterator[None]:
    with patch.object(imports, "IN_ONE_GO", IN_ONE_GO):
        yield


def _conversation(tx: Transaction, happened: Happened) -> tuple[str, str]:
    account = _account(tx, happened)
    contact = contacts.heard_from(tx, account, happened.caller, tx.now)
    return account, conversations.touch(tx, account, contact.id)


def _account(tx: Transaction, happened: Happened) -> str:
    line = lines.by_number(tx, happened.line)
    assert line is not None
    return line.account_id
