"""Fetches what came with a text from the phone company, before the company throws it away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import urljoin, urlsplit

from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http, HttpAnswer, Lost, NotReached, TooLarge
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, read_settings
from ringback.lines.store import Line
from ringback.messages import attachments
from ringback.messages import store as texts
from ringback.messages.attachments import LARGEST, Attachment, State
from ringback.messages.sending import Finish
from ringback.phone.registry import provider

GIVE_UP_AFTER: Final = timedelta(hours=24)
MOST_HOPS: Final = 3
_MOVED: Final = (301, 302, 303, 307, 308)


class NotThereYet(Exception):
    """The company did not answer: ask again later."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    attachment: Attachment
    line: Line
    since: datetime
    now: datetime


class Fetcher:
    def __init__(self, db: Database, http: Http, vault: Vault) -> None:
        self._db = db
        self._http = http
        self._vault = vault

    async def fetch(self, attachment_id: str) -> Finish | None:
        """Raises NotThereYet, to be asked again, until a day is over."""
        wanted = await self._db.read(_wanted, attachment_id)
        if wanted is None:
            return None
        try:
            answer = await self._ask(wanted)
        except TooLarge:
            return partial(attachments.refuse, attachment=wanted.attachment)
        except (NotReached, Lost, MissingSecret):
            answer = HttpAnswer(503, {}, b"")
        away = answer is not None and (answer.status >= 500 or answer.status == 429)
        if away and wanted.now - wanted.since < GIVE_UP_AFTER:
            raise NotThereYet
        content = answer.body if answer is not None and answer.status == 200 else None
        says = answer.headers.get("content-type", "") if answer is not None else ""
        return partial(attachments.settle, attachment=wanted.attachment, content=content, says=says)

    async def _ask(self, wanted: _Wanted) -> HttpAnswer | None:
        """Follow where it has moved to. Our key goes to the company alone, and nothing goes unencrypted."""
        company = provider(wanted.line.provider)
        settings = read_settings(company.Settings, wanted.line.in_use, self._vault)
        url, own = wanted.attachment.url, urlsplit(wanted.attachment.url)
        for _ in range(MOST_HOPS):
            if urlsplit(url).scheme != "https" and _origin(url) != (own.scheme, own.netloc):
                return None
            login = company.media_login(url, settings)
            answer = await self._http.request("GET", url, basic=login, most_bytes=LARGEST)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return answer
            url = urljoin(url, answer.headers["location"])
        return None


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _wanted(tx: Transaction, attachment_id: str) -> _Wanted | None:
    attachment = attachments.get(tx, attachment_id)
    text = texts.get(tx, attachment.text_id) if attachment else None
    line = lines.get(tx, text.line_id) if text else None
    if attachment is None or attachment.state is not State.WAITING or text is None or line is None:
        return None
    return _Wanted(attachment, line, text.created_at, tx.now)
