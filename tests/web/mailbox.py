"""A mail server on loopback that keeps what it is given."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    url: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    refuses: bool = False
    visitors: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As much of RFC 5321 as a client needs."""
        self.visitors.append(writer)
        writer.write(b"220 mailbox.test\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                letter = message_from_bytes(content[:-5], policy=policy.default)
                assert isinstance(letter, EmailMessage)
                self.letters.append(letter)
                writer.write(b"250 taken\r\n")
                self.arrived.set()
            elif word == b"EHLO":
                writer.write(b"250 mailbox.test\r\n")
            elif word == b"RCPT" and self.refuses:
                writer.write(b"550 nobody here\r\n")
            else:
                writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
        writer.close()


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    server = await asyncio.start_server(box.serve, "127.0.0.1", 0)
    box.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield box
        for visitor in box.visitors:
            visitor.close()
            with contextlib.suppress(ConnectionError):
                await visitor.wait_closed()
