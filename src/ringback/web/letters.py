"""E-mails about signing in, when a mail server is set."""

import asyncio
from typing import Final

import structlog

from ringback.lib.mail import MailServer, NotSent
from ringback.settings import Settings

_UNDER_WAY: Final[set[asyncio.Task[None]]] = set()  # the loop itself does not hold on to a task
log = structlog.get_logger()


def mail_server(settings: Settings) -> MailServer | None:
    return MailServer(settings.smtp_url, settings.mail_from) if settings.smtp_url else None


def post(server: MailServer, to: str, subject: str, words: str) -> None:
    """Send it without waiting: else the time of an answer would tell whether somebody has an account here."""
    task = asyncio.create_task(_send(server, to, subject, words))
    _UNDER_WAY.add(task)
    task.add_done_callback(_UNDER_WAY.discard)


async def _send(server: MailServer, to: str, subject: str, words: str) -> None:
    try:
        await server.send(to, subject, words)
    except NotSent as why:
        log.warning("mail_not_sent", why=str(why))
