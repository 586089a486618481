"""A program that the dialplan asks what to do, step by step (FastAGI): a menu with a phone behind it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.asterisk.stage import Stage


@asynccontextmanager
async def menu(stage: Stage) -> AsyncIterator[None]:
    """Says something to each caller, waits for a key, and rings phone 101 for a "1"."""

    async def told(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def asks(command: str) -> str:
            writer.write(f"{command}\n".encode())
            while (answer := await reader.readline()).startswith(b"HANGUP"):
                pass
            return answer.decode()

        with contextlib.suppress(ConnectionError):
            await reader.readuntil(b"\n\n")
            await asks("ANSWER")
            await asks('STREAM FILE beep ""')
            if f"result={ord('1')}" in await asks("WAIT FOR DIGIT 2500"):
                await asks(f"EXEC Dial {stage.switch.tech}/101,3")
        writer.close()

    server = await asyncio.start_server(told, "127.0.0.1", stage.switch.ports["agi_port"])
    async with server:
        yield
