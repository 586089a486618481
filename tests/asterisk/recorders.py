"""Listen in on an Asterisk: the bytes of a manager session, and the events of the other interface."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, WSMsgType

from tests.asterisk.switch import Switch

LOGIN = b"Action: Login\r\nUsername: recorder\r\nSecret: for the recorder\r\nEvents: on\r\n\r\n"
QUIET = 0.4  # seconds without a byte: the call is over


@dataclass
class Recording:
    """`manager` holds what the switch sent and not what was sent to it."""

    manager: bytearray = field(default_factory=bytearray)
    events: list[str] = field(default_factory=list)

    async def says(self, word: bytes) -> None:
        while word not in self.manager:  # noqa: ASYNC110  what a socket brings is no event of ours
            await asyncio.sleep(0.05)

    async def quiet(self) -> None:
        """Return when nothing has come for a while."""
        loop = asyncio.get_running_loop()
        seen, since = -1, loop.time()
        while loop.time() - since < QUIET:
            now = len(self.manager) + len(self.events)
            if now != seen:
                seen, since = now, loop.time()
            await asyncio.sleep(0.05)


@asynccontextmanager
async def recording(switch: Switch) -> AsyncIterator[Recording]:
    reader, writer = await asyncio.open_connection("127.0.0.1", switch.ports["ami_port"])
    made = Recording()
    writer.write(LOGIN)

    async def manager() -> None:
        while said := await reader.read(65536):
            made.manager += said

    tasks = [asyncio.create_task(manager())]
    try:
        await made.says(b"FullyBooted")
        async with (
            ClientSession() as session,
            session.ws_connect(_events_of(switch), max_msg_size=0) as socket,
        ):

            async def events() -> None:
                async for message in socket:
                    if message.type is WSMsgType.TEXT:
                        made.events.append(message.data)

            tasks.append(asyncio.create_task(events()))
            yield made
            await made.quiet()
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        writer.close()


def _events_of(switch: Switch) -> str:
    query = "app=recorder&subscribeAll=true&api_key=recorder:recorder"
    return f"http://127.0.0.1:{switch.ports['http_port']}/ari/events?{query}"
