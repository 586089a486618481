"""A program that is given calls (an ARI application): it rings a phone and connects the caller with it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import BasicAuth, ClientSession, ClientWebSocketResponse, WSMsgType

from tests.asterisk.stage import Stage
from tests.asterisk.switch import Switch

APP = "shop"
REST = 0.5  # seconds


@dataclass
class Program:
    base: str
    session: ClientSession
    socket: ClientWebSocketResponse
    said: list[str]  # all that the program hears

    async def starts(self) -> str:
        """The id of the next channel that is handed over."""
        return str((await self._hears("StasisStart"))["channel"]["id"])

    async def asks(self, path: str, **query: str) -> dict[str, Any]:
        async with self.session.post(f"{self.base}/{path}", params=query) as answer:
            assert answer.status < 300, await answer.text()
            said = await answer.text()
            return dict(json.loads(said)) if said else {}

    async def rings(self, switch: Switch, number: int) -> str:
        """Returns when the phone was picked up; its channel."""
        await self.asks("channels", endpoint=f"{switch.tech}/{number}", app=APP, timeout="4")
        return await self.starts()

    async def connects(self, *channels: str) -> None:
        bridge = (await self.asks("bridges", type="mixing"))["id"]
        await self.asks(f"bridges/{bridge}/addChannel", channel=",".join(channels))

    async def sends_on(self, channel: str, context: str, exten: str) -> None:
        """Back into the dialplan."""
        await self.asks(f"channels/{channel}/continue", context=context, extension=exten, priority="1")

    async def ends(self, channel: str) -> None:
        async with self.session.delete(f"{self.base}/channels/{channel}") as answer:
            assert answer.status < 300, await answer.text()

    async def hears_the_rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST):
                await self._hears("nothing that there is")

    async def _hears(self, kind: str) -> dict[str, Any]:
        async for message in self.socket:
            if message.type is WSMsgType.TEXT:
                self.said.append(message.data)
                if (said := json.loads(message.data))["type"] == kind:
                    return dict(said)
        raise ConnectionError(kind)


@asynccontextmanager
async def program(stage: Stage) -> AsyncIterator[Program]:
    base = f"http://127.0.0.1:{stage.switch.ports['http_port']}/ari"
    async with (
        ClientSession(auth=BasicAuth("recorder", "recorder")) as session,
        session.ws_connect(f"{base}/events", params={"app": APP}) as socket,
    ):
        running = Program(base, session, socket, stage.program_said)
        yield running
        await running.hears_the_rest()
