"""One of each thing that the path of a page names, so that every page of the table can be asked for."""

from ringback.accounts import links, members, passkeys, sessions, users
from ringback.accounts.links import Purpose
from ringback.accounts.members import Role
from ringback.calls import recordings
from ringback.calls import store as calls
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.conversations import canned
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows import looked_after
from ringback.lines import store as lines
from ringback.messages import attachments
from ringback.messages import store as texts
from ringback.phone.events import CallStarted
from ringback.simulator.sound import hum
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.web.pages import Page
from tests.cast import DAN
from tests.messages.test_attachments import JPEG

GO_LIVE = "/a/{account}/setup/live"  # a step of the set-up; all others that end so are streams
FILES = ("/files/{attachment}", "/recording", "/media/{enclosed}", ".webmanifest", ".js", ".toml", ".zip")


def things(tx: Transaction, account_id: str) -> dict[str, str]:
    """What may stand for each {name} in a path of this account. For a new {name} add a thing here."""
    ben = users.add(tx, email="ben@example.com", name="Ben", password="")
    members.put(tx, account_id, ben.id, Role.MEMBER)
    sessions.begin(tx, ben.id, address="", browser="")
    links.make(tx, Purpose.INVITATION, account_id=account_id, email="a@example.com", role=Role.READER)
    passkeys.add(tx, ben.id, id="key", name="Phone", public_key=b"", uses=0)
    return {
        "passkey": "key",
        "account": account_id,
        "user": ben.id,
        "link": links.invitations(tx, account_id)[0].id,
        "session": sessions.of_user(tx, ben.id)[0].id,
        "token": "none",
        "company": "twilio",
        "situation": "busy",
        "line": lines.of_account(tx, account_id)[0].id,
        "call": _call(tx, account_id),
        **_in_the_inbox(tx, account_id),
    }


def _in_the_inbox(tx: Transaction, account_id: str) -> dict[str, str]:
    (line,) = lines.of_account(tx, account_id)
    contact = contacts.heard_from(tx, account_id, DAN, tx.now)
    talk = conversations.touch(tx, account_id, contact.id, unread=True)
    text = texts.receive(
        tx, account_id=account_id, line_id=line.id, contact_id=contact.id, conversation_id=talk,
        provider_text="1", body="Hello", media=[], at=tx.now,
    )  # fmt: skip
    attachments.expect(tx, account_id, text or "", [{"url": "https://x.example/1", "type": "image/jpeg"}])
    (picture,) = attachments.of_texts(tx, account_id, [text or ""])[text or ""]
    attachments.settle(tx, picture, JPEG)
    other = texts.receive(
        tx, account_id=account_id, line_id=line.id, contact_id=contact.id, conversation_id=talk,
        provider_text="2", body="Hello again", media=[], at=tx.now,
    )  # fmt: skip
    enclosed = attachments.enclose(tx, account_id, other or "", JPEG, "image/jpeg")
    for call in ("call_1", "call_2"):
        tasks.add(tx, account_id, TaskKind.CALL_BACK, call, "Please call back.", contact.id)
    # So that it is asked whether they meant stop.
    permission.record(tx, account_id, DAN, Change.PAUSE, Source.TEXT, evidence=other or "", at=tx.now)
    return {
        "conversation": talk,
        "person": contact.id,
        "attachment": picture.id,
        "enclosed": enclosed.id if enclosed else "",
        "reply": canned.save(tx, account_id, "Hello", "Hello"),
        "note": looked_after.write_note(tx, account_id, talk, "nobody", "Hello"),
        "task": tasks.open_tasks(tx, account_id)[0].id,
    }


def _call(tx: Transaction, account_id: str) -> str:
    """Somebody calls one of the account's lines, and leaves a message."""
    line = lines.of_account(tx, account_id)[0]
    started = CallStarted(call="a call", caller="+15125550111", dialled=line.number, at=tx.now)
    call = calls.record(tx, line, started)
    recordings.expect(tx, line, call, "recording_1")
    if (recording := recordings.get(tx, call.id)) is not None:
        recordings.settle(tx, recording, hum("Hello"))
    return call.id


def is_looked_at(page: Page) -> bool:
    """Is there something to see: no stream, no file?"""
    streams = page.path.endswith("/live") and page.path != GO_LIVE
    return page.method == "GET" and not streams and not page.path.endswith(FILES)


def path_of(page: Page, places: dict[str, str]) -> str:
    return page.path.format(**places)
