"""Send an e-mail through the owner's mail server."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Final
from urllib.parse import unquote, urlsplit

from ringback.lib.secret import Secret

LONGEST: Final = 15.0  # seconds for the whole of it


class NotSent(Exception):
    """The mail server did not take it, or not surely. The message is for people and names no address."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`address`: smtp://user:password@host:587 (upgraded to TLS) or smtps://… (TLS from the start)."""

    address: Secret
    sender: str

    async def send(self, to: str, subject: str, words: str) -> None:
        """Raises NotSent."""
        import aiosmtplib  # late: most servers never send one

        url = urlsplit(self.address.reveal())
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Message-ID"] = make_msgid(domain="ringback")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words)
        local = url.hostname in ("127.0.0.1", "localhost", "::1")
        try:
            await aiosmtplib.send(
                message,
                hostname=url.hostname,
                port=url.port or (465 if url.scheme == "smtps" else 587),
                username=unquote(url.username) if url.username else None,
                password=unquote(url.password) if url.password else None,
                use_tls=url.scheme == "smtps",
                # On this very machine a mail server often has no certificate; anywhere else TLS is a must.
                start_tls=None if local else url.scheme == "smtp",
                timeout=LONGEST,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NotSent(f"the mail server did not take it ({type(error).__name__})") from None
