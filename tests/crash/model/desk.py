"""What Ben does in the inbox."""

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.text_written import Refusal, Written, write_text
from ringback.lines import store as lines
from tests.crash.model.town import Happened


def write(tx: Transaction, happened: Happened) -> Written | Refusal:
    line = lines.by_number(tx, happened.line)
    assert line is not None
    contact = contacts.heard_from(tx, line.account_id, happened.caller, tx.now)
    conversation = conversations.touch(tx, line.account_id, contact.id)
    return write_text(tx, line.account_id, conversation, happened.words, "Ben", key=happened.id)
