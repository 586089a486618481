"""A browser is told that something waits."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import http_ece
import pytest
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from ringback.accounts import push
from ringback.db.transaction import Transaction
from ringback.lib.webpush import is_carrier
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.telling import Teller
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

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        opened = http_ece.decrypt(body, private_key=self.phone, auth_secret=self.auth, version="aes128gcm")
        self.asked.append(request)
        self.told.append(json.loads(opened))
        return web.Response(status=self.status)

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


async def listens(rosas: Shop, carrier: Carrier, address: str) -> Teller:
    """Rosa's phone is told; by a carrier on loopback, which a browser could not name."""
    rosa = await sign_in(rosas.ringback, rosas.line.account_id)
    await rosa.get("/you")  # makes the key
    keys = carrier.subscription(address)["keys"]
    assert isinstance(keys, dict)
    await rosas.ringback.db.run(push.subscribe, rosa.user, endpoint=address, **keys)
    there = rosas.ringback
    teller = Teller(there.db, there.http, there.vault, there.clock, there.settings.public_url)
    return replace(teller, may_ask=lambda _: True)


def ask_rosa(tx: Transaction, account_id: str) -> None:
    tasks.add(tx, account_id, TaskKind.CALL_BACK, "call_1", "Please call Dan back.")


async def tell(rosas: Shop, teller: Teller) -> None:
    finish = await teller.tell(f"{rosas.line.account_id} task call_back call_1")
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


async def test_what_was_done_meanwhile_is_not_told(tmp_path: Path, carrier: Carrier, address: str) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(ask_rosa, rosas.line.account_id)
        teller = await listens(rosas, carrier, address)
        await rosas.ringback.db.run(tasks.finish, rosas.line.account_id, TaskKind.CALL_BACK, "call_1")
        await tell(rosas, teller)
        assert carrier.told == []


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
