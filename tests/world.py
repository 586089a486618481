"""Rosa's shop with everything real but the time: the whole server, a phone company on loopback, signed
webhooks."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import Message
from twilio.request_validator import RequestValidator

from ringback.accounts import store as accounts
from ringback.app import Ringback
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.receipts import Receipt
from ringback.calls.store import Call
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.messages import store as texts
from ringback.messages.store import Text
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from ringback.tasks import store as tasks
from ringback.tasks.store import Task
from tests.cast import BENS_PHONE, DAN, ROSAS_LINE, ROSAS_PHONE, ROSAS_SHOP
from tests.company import SID, TOKEN, Company, company

FRIDAY_NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # noon in Austin
PUBLIC = "https://ringback.example.com"


@dataclass
class Shop:
    ringback: Ringback
    company: Company
    clock: VirtualClock
    line: Line

    async def webhook(
        self, kind: str, *, token: str = TOKEN, query: str = "", line: str = "", **params: str
    ) -> tuple[int, str]:
        """What the company sends, signed by its own package; returns status and body."""
        path = f"/in/{line or self.line.id}/{kind}"
        url = f"{PUBLIC}{path}{'?' + query if query else ''}"
        signature = RequestValidator(token).compute_signature(url, params)
        headers = {"x-twilio-signature": signature, "content-type": "application/x-www-form-urlencoded"}
        return await ask(self.ringback, "POST", path, query, headers, urlencode(params).encode())

    async def call(self, kind: str, call: str = "CA1", *, caller: str = DAN, **params: str) -> str:
        query = params.pop("query", "")
        said = {"CallSid": call, "AccountSid": SID, "From": caller, "To": self.line.number, **params}
        status, body = await self.webhook(kind, query=query, **said)
        assert status == 200, body
        return body

    async def rings(self, call: str = "CA1", caller: str = DAN) -> str:
        return await self.call("voice", call, caller=caller, CallStatus="ringing", Direction="inbound")

    async def nobody_answers(self, call: str = "CA1", caller: str = DAN, status: str = "no-answer") -> str:
        return await self.call(
            "dial_done", call, caller=caller, DialCallStatus=status, CallStatus="in-progress"
        )

    async def misses(self, call: str = "CA1", caller: str = DAN) -> None:
        """A whole missed call, in order, the phone ringing for fourteen seconds."""
        await self.rings(call, caller)
        await self.after(14)
        await self.nobody_answers(call, caller)
        await self.call("voice_status", call, caller=caller, CallStatus="completed", CallDuration="9")

    async def leg(self, kind: str, call: str = "CA1", **params: str) -> str:
        said = {"CallSid": f"{call}leg", "ParentCallSid": call, "From": DAN, "To": ROSAS_PHONE, **params}
        status, body = await self.webhook(kind, query=f"call={call}", **said)
        assert status == 200, body
        return body

    async def texts_in(self, body: str, sid: str = "SM1", sender: str = DAN) -> None:
        status, answer = await self.webhook(
            "text", MessageSid=sid, From=sender, To=self.line.number, Body=body, NumMedia="0"
        )
        assert (status, "<Message>" in answer) == (200, False)

    async def reports(self, status: str, number: int = -1, code: str = "") -> None:
        """The company reports on its text, at the address that came with the text."""
        text = self.company.texts[number]
        query = text["callback"].partition("?")[2]
        params = {"MessageSid": text["sid"], "MessageStatus": status, "To": text["to"], "From": text["from"]}
        answered, _ = await self.webhook(
            "text_status", query=query, **params, **({"ErrorCode": code} if code else {})
        )
        assert answered == 200

    async def after(self, seconds: float) -> None:
        """Let that much time pass, step by step, everything due being done at its time."""
        until = self.clock.now() + timedelta(seconds=seconds)
        while True:
            await self.ringback.settled()
            due = await self.ringback.next_due()
            if due is None or due > until:
                break
            self.clock.advance_to(due)
        self.clock.advance_to(until)
        await self.ringback.settled()

    async def calls(self) -> list[Call]:
        return await self.ringback.db.read(calls.newest, self.line.account_id)

    async def texts(self) -> list[Text]:
        return await self.ringback.db.read(texts.newest, self.line.account_id)

    async def tasks(self) -> list[Task]:
        return await self.ringback.db.read(tasks.open_tasks, self.line.account_id)

    async def receipt(self) -> Receipt:
        """Of the newest call."""
        call = (await self.calls())[0]
        found = await self.ringback.db.read(receipts.of_call, self.line.account_id, call.id)
        assert found is not None
        return found

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What the company took: to whom and what."""
        return [(text["to"], text["body"]) for text in self.company.texts]


@asynccontextmanager
async def shop(folder: Path, *, policy: dict[str, Any] | None = None, **plan: Any) -> AsyncIterator[Shop]:
    clock = VirtualClock(FRIDAY_NOON)
    settings = read_settings({"RINGBACK_DATA": str(folder), "RINGBACK_PUBLIC_URL": PUBLIC})
    async with company(clock) as the_company, Ringback.open(settings, clock) as ringback:
        line = await ringback.db.run(open_line, the_company.base, policy or {}, **plan)
        yield Shop(ringback, the_company, clock, line)


def open_line(
    tx: Transaction,
    /,
    base: str,
    policy: dict[str, Any],
    *,
    name: str = ROSAS_SHOP,
    number: str = ROSAS_LINE,
    mode: Mode = Mode.DIAL,
    notice: str = "website",
    **plan: Any,
) -> Line:
    rules = {"time_zone": "America/Chicago", **policy}
    account = accounts.save(
        tx, name=name, time_zone="America/Chicago", country="US", notice=notice, policy=json.dumps(rules)
    )
    ring = (ROSAS_PHONE, BENS_PHONE) if mode is Mode.DIAL else ()
    return lines.save(
        tx,
        account_id=account.id,
        number=number,
        provider="twilio",
        mode=mode,
        plan=RingPlan(**{"ring": ring, **plan}),
        settings={"account_sid": SID, "auth_token": TOKEN, "api_base": base},
    )


async def ask(
    ringback: Ringback, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> tuple[int, str]:
    """One request to the server, straight at its ASGI interface."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 50000),
    }
    answer: dict[str, Any] = {"status": 0, "body": b""}
    parts = [body[at : at + 65536] for at in range(0, len(body), 65536)] or [b""]

    async def receive() -> Message:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Message) -> None:
        answer["status"] = message.get("status", answer["status"])
        answer["body"] += message.get("body", b"")

    await ringback.asgi(scope, receive, send)
    return answer["status"], answer["body"].decode(errors="replace")
