"""Fetches what came with a text from the phone company, before the company throws it away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.download import NotThereYet, download
from ringback.lib.http import Http, HttpAnswer, TooLarge, basic_login
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.messages import attachments
from ringback.messages import store as texts
from ringback.messages.attachments import LARGEST, Attachment, State
from ringback.messages.sending import Finish
from ringback.phone.registry import provider

GIVE_UP_AFTER: Final = timedelta(hours=24)


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
        """Raises NotThereYet to be called again, for a day at most."""
        wanted = await self._db.read(_wanted, attachment_id)
        if wanted is None:
            return None
        try:
            answer = await self._ask(wanted)
        except TooLarge:
            return partial(attachments.refuse, attachment=wanted.attachment)
        except (NotThereYet, MissingSecret):
            if wanted.now - wanted.since < GIVE_UP_AFTER:
                raise NotThereYet from None
            answer = None
        content = answer.body if answer is not None and answer.status == 200 else None
        says = answer.headers.get("content-type", "") if answer is not None else ""
        return partial(attachments.settle, attachment=wanted.attachment, content=content, says=says)

    async def _ask(self, wanted: _Wanted) -> HttpAnswer | None:
        """Our key is shown to the company's own hosts only."""
        company = provider(wanted.line.provider)
        settings = settings_of(wanted.line, self._vault)

        def login(url: str) -> dict[str, str]:
            basic = company.media_login(url, settings)
            return basic_login(*basic) if basic else {}

        return await download(self._http, wanted.attachment.url, login, LARGEST)


def _wanted(tx: Transaction, attachment_id: str) -> _Wanted | None:
    attachment = attachments.get(tx, attachment_id)
    text = texts.get(tx, attachment.text_id) if attachment else None
    line = lines.get(tx, text.line_id) if text else None
    if attachment is None or attachment.state is not State.WAITING or text is None or line is None:
        return None
    return _Wanted(attachment, line, text.created_at, tx.now)
