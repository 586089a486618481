"""A browser is told that something waits."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import http_ece
import pytest
import sqlalchemy as sa
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from ringback.accounts import push, users
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.schema import metadata
from ringback.db.transaction import Transaction
from ringback.flows.text_received import text_received
from ringback.lib.webpush import is_carrier
from ringback.messages import store as texts
from ringback.messages.store import Text
from ringback.phone.events import TextReceived
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.telling import Teller
from tests.cast import DAN
from tests.web.pages import sign_in
from tests.world import Shop, shop


class Carrier:
    """Whoever carries messages to Rosa's phone, and her phone, which opens them."""

    def __init__(self) -> None:
        self.phone = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"sixteen letters!"
        self.asked: list[web.Request] = []
        self.told: list[dict[str, str]] = []
        self.status = 201
        self.after = ""  # in how many seconds we may come again

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        opened = http_ece.decrypt(body, private_key=self.phone, auth_secret=self.auth, version="aes128gcm")
        self.asked.append(request)
        self.told.append(json.loads(opened))
        return web.Response(status=self.status, headers={"Retry-After": self.after} if self.after else {})

    def subscription(self, endpoint: str) -> dict[str, object]:
        point = self.phone.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": endpoint, "keys": {"p256dh": text(point), "auth": text(self.auth)}}


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.fixture
async def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
async def address(carrier: Carrier) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/phone", carrier.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/phone"
    await runner.cleanup()


async def listens(rosas: Shop, carrier: Carrier, address: str, language: str = "") -> Teller:
    """Rosa's phone is told; by a carrier on loopback, which a browser could not name."""
    rosa = await sign_in(rosas.ringback, rosas.line.account_id)
    await rosa.get("/you")  # makes the key
    keys = carrier.subscription(address)["keys"]
    assert isinstance(keys, dict)
    await rosas.ringback.db.run(push.subscribe, rosa.user, endpoint=address, language=language, **keys)
    there = rosas.ringback
    teller = Teller(there.db, there.http, there.vault, there.clock, there.settings.public_url)
    return replace(teller, may_ask=lambda _: True)


def ask_rosa(tx: Transaction, account_id: str) -> None:
    tasks.add(tx, account_id, TaskKind.CALL_BACK, "call_1", "Please call Dan back.")


def dan_writes(
    tx: Transaction,
    rosas: Shop,
    told_of: str = "task text",
    whose: str | None = None,
    words: str = "Are you open on Friday?",
) -> Text:
    """`whose`: "rosa", who has the browser and wants to be told of `told_of`; somebody's, or nobody's."""
    account_id = rosas.line.account_id
    (browser,) = push.of_account(tx, account_id)
    users.change(tx, browser.user_id, told_of=told_of)
    text_received(tx, rosas.line, TextReceived("1", DAN, rosas.line.number, words, tx.now))
    contact = contacts.heard_from(tx, account_id, DAN, tx.now)
    talk = conversations.with_contact(tx, account_id, contact.id)
    assert talk is not None
    conversations.change(tx, talk, assigned_to=browser.user_id if whose == "rosa" else whose)
    text = texts.by_provider_text(tx, rosas.line.id, "1")
    assert text is not None
    return text


async def tell(rosas: Shop, teller: Teller, what: str = "task call_back call_1") -> None:
    finish = await teller.tell(f"{rosas.line.account_id} {what}")
    if finish is not None:
        await rosas.ringback.db.run(finish)


async def test_a_task_reaches_the_phone_sealed_and_signed(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(ask_rosa, rosas.line.account_id)
        teller = await listens(rosas, carrier, address)
        await tell(rosas, teller)
        (told,), (asked,) = carrier.told, carrier.asked
        assert (told["title"], told["body"]) == ("Rosa's Plumbing", "Please call Dan back.")
        assert told["path"] == f"/a/{rosas.line.account_id}/today"
        assert Vapid02.verify(asked.headers["Authorization"])
        assert (asked.headers["Content-Encoding"], asked.headers["TTL"]) == ("aes128gcm", "14400")


async def test_a_browser_that_is_gone_is_forgotten_and_one_in_trouble_is_not(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(ask_rosa, rosas.line.account_id)
        teller = await listens(rosas, carrier, address)
        for status, left in ((503, 1), (429, 1), (410, 0)):
            carrier.status = status
            await tell(rosas, teller)
            assert len(await rosas.ringback.db.read(push.of_account, rosas.line.account_id)) == left


async def test_a_carrier_that_wants_a_pause_is_asked_once_more_after_it(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(ask_rosa, rosas.line.account_id)
        teller = await listens(rosas, carrier, address)
        waiting = []
        for status, after in ((429, "30"), (429, "86400"), (413, ""), (201, "")):
            carrier.status, carrier.after = status, after
            await tell(rosas, teller)
            again = await rosas.ringback.db.read(_again)
            waiting.append([due - rosas.clock.now() for _, due in again])
        assert waiting == [[timedelta(seconds=30)]] * 4
        ((subject, _),) = await rosas.ringback.db.read(_again)
        before = len(carrier.told)
        assert await teller.tell_again(subject) is None
        await rosas.ringback.db.run(tasks.finish, rosas.line.account_id, TaskKind.CALL_BACK, "call_1")
        assert await teller.tell_again(subject) is None
        assert len(carrier.told) == before + 1


def _again(tx: Transaction) -> list[tuple[str, datetime]]:
    waiting = metadata.tables["jobs"]
    rows = tx.all(sa.select(waiting.c.subject, waiting.c.due).where(waiting.c.task == push.AGAIN))
    return [(row.subject, row.due) for row in rows]


@pytest.mark.parametrize(("chosen", "asked", "told"), [("", "es", 1), ("es", "en", 1), ("en", "es", 0)])
async def test_a_task_is_told_in_the_readers_language(
    tmp_path: Path, carrier: Carrier, address: str, chosen: str, asked: str, told: int
) -> None:
    """As they have chosen; and where they have not, as the browser asked when it was turned on."""
    words = "The phone company refused the text. Please call them back."
    spanish = "La compañía rechazó el mensaje. Devuélvele la llamada."
    async with shop(tmp_path) as rosas:
        run, account_id = rosas.ringback.db.run, rosas.line.account_id
        await run(tasks.add, account_id, TaskKind.CALL_BACK, "call_1", words)
        teller = await listens(rosas, carrier, address, language=asked)
        (browser,) = await rosas.ringback.db.read(push.of_account, account_id)
        await run(users.change, browser.user_id, language=chosen)
        await tell(rosas, teller)
        assert carrier.told[0]["body"] == (words, spanish)[told]


async def test_who_calls_again_is_told_of_aloud_in_place_of_the_call_before(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    async with shop(tmp_path) as rosas:
        run, account_id = rosas.ringback.db.run, rosas.line.account_id
        dan = await run(contacts.heard_from, account_id, DAN, rosas.clock.now())
        for call in ("call_1", "call_2"):
            await rosas.after(60)
            await run(tasks.add, account_id, TaskKind.CALL_BACK, call, f"Dan: {call}.", dan.id)
        teller = await listens(rosas, carrier, address)
        for call in ("call_1", "call_2"):  # the former was late
            await tell(rosas, teller, f"task call_back {call}")
        (told,) = carrier.told
        assert (told["body"], told["tag"], told["aloud"]) == ("Dan: call_2.", dan.id, "yes")


async def test_what_was_done_meanwhile_is_not_told(tmp_path: Path, carrier: Carrier, address: str) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(ask_rosa, rosas.line.account_id)
        teller = await listens(rosas, carrier, address)
        await rosas.ringback.db.run(tasks.finish, rosas.line.account_id, TaskKind.CALL_BACK, "call_1")
        await tell(rosas, teller)
        assert carrier.told == []


@pytest.mark.parametrize(
    ("told_of", "whose", "told"),
    [
        ("task text", None, True),
        ("task text", "rosa", True),
        ("task text", "ben", False),
        ("task text colleague", "ben", True),
        ("colleague", "rosa", False),
        ("task", None, False),
        ("", None, False),
    ],
)
async def test_who_is_told_of_a_customers_text(
    tmp_path: Path, carrier: Carrier, address: str, told_of: str, whose: str | None, told: bool
) -> None:
    async with shop(tmp_path) as rosas:
        teller = await listens(rosas, carrier, address)
        text = await rosas.ringback.db.run(dan_writes, rosas, told_of, whose)
        await tell(rosas, teller, f"text {text.id}")
        said = [(one["body"], one["path"]) for one in carrier.told]
        path = f"/a/{rosas.line.account_id}/inbox/{text.conversation_id}"
        assert said == ([("(512) 555-0111: Are you open on Friday?", path)] if told else [])


async def test_a_text_is_told_of_by_itself_when_there_was_time_to_read_it(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    """That the server has tried shows here by its forgetting a browser whose address is no carrier's."""
    async with shop(tmp_path) as rosas:
        await listens(rosas, carrier, address)
        await rosas.ringback.db.run(dan_writes, rosas)
        left = []
        for seconds in (4, 2):
            await rosas.after(seconds)
            left.append(len(await rosas.ringback.db.read(push.of_account, rosas.line.account_id)))
        assert left == [1, 0]


async def test_nobody_is_told_of_what_they_have_read_or_somebody_has_answered(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    async with shop(tmp_path) as rosas:
        teller, run = await listens(rosas, carrier, address), rosas.ringback.db.run
        text = await run(dan_writes, rosas)
        where = rosas.line.account_id, text.conversation_id
        (browser,) = await rosas.ringback.db.read(push.of_account, rosas.line.account_id)
        told = []
        for reader in ("ben", browser.user_id):
            await run(conversations.read, *where, reader)
            await tell(rosas, teller, f"text {text.id}")
            told.append(len(carrier.told))
        await run(conversations.unread, *where, browser.user_id)
        await run(conversations.answered, *where, "ben")
        await tell(rosas, teller, f"text {text.id}")
        assert (told, len(carrier.told)) == ([1, 1], 1)


async def test_what_is_urgent_buzzes_once(tmp_path: Path, carrier: Carrier, address: str) -> None:
    async with shop(tmp_path) as rosas:
        teller = await listens(rosas, carrier, address)
        words = "water is pouring through the kitchen ceiling please help"
        text = await rosas.ringback.db.run(dan_writes, rosas, words=words)
        await tell(rosas, teller, f"task urgent {text.id}")
        await tell(rosas, teller, f"text {text.id}")
        assert [one["body"].partition(":")[0] for one in carrier.told] == ["Urgent, please call now"]


async def test_what_one_is_told_of_is_ones_own_choice(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosa = await sign_in(rosas.ringback, rosas.line.account_id)
        for sent, kept in (("colleague", "colleague"), ("nonsense", ""), ("", "")):
            assert (await rosa.post("/you/news", told=sent, accept="text/html")).to == "/you#news"
            user = await rosas.ringback.db.read(users.get, rosa.user)
            assert user is not None
            assert user.told_of == kept


async def test_the_running_server_asks_no_address_that_is_no_carrier(
    tmp_path: Path, carrier: Carrier, address: str
) -> None:
    """A browser's word must not make the server reach into its own network."""
    async with shop(tmp_path) as rosas:
        await listens(rosas, carrier, address)
        await rosas.ringback.db.run(ask_rosa, rosas.line.account_id)
        await rosas.ringback.settled()
        assert carrier.asked == []
        assert await rosas.ringback.db.read(push.of_account, rosas.line.account_id) == []


@pytest.mark.parametrize(
    ("endpoint", "fine"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("https://db5p.notify.windows.com/w/?token=x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.elsewhere.example/x", False),
        ("https://fcm.googleapis.com@10.0.0.1/x", False),
        ("https://10.0.0.1/x", False),
        ("https://localhost/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_whoever_makes_browsers_carries_messages(endpoint: str, fine: bool) -> None:
    assert is_carrier(endpoint) is fine


@pytest.mark.parametrize(
    "sent", ["", "null", "[]", "{}", '{"endpoint": "https://10.0.0.1/", "keys": {}}', "x" * 3000]
)
async def test_what_is_no_subscription_is_said_to_be_none(tmp_path: Path, sent: str) -> None:
    async with shop(tmp_path) as rosas:
        rosa = await sign_in(rosas.ringback, rosas.line.account_id)
        assert (await rosa.post("/you/push", subscription=sent, accept="text/html")).to == "/you"
        assert await rosas.ringback.db.read(push.of_user, rosa.user) == []
