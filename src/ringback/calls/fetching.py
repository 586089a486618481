"""Fetches the sound of a voicemail from the phone company, before the company throws it away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from ringback.calls import recordings
from ringback.calls import store as calls
from ringback.calls.recordings import LARGEST, Recording, Sound
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.download import NotThereYet, download, origin
from ringback.lib.http import Http, HttpAnswer, TooLarge
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.registry import provider

GIVE_UP_AFTER: Final = timedelta(hours=24)
READY_WITHIN: Final = timedelta(minutes=15)  # a company may tell of a recording that it is still writing


@dataclass(frozen=True, slots=True)
class _Wanted:
    recording: Recording
    call: str  # the company's id
    line: Line
    age: timedelta


class RecordingFetcher:
    def __init__(self, db: Database, http: Http, vault: Vault) -> None:
        self._db = db
        self._http = http
        self._vault = vault

    async def fetch(self, call_id: str) -> Callable[[Transaction], None] | None:
        """Raises NotThereYet to be called again: for a quarter of an hour while the company says that there
        is no such recording, for a day while it does not answer."""
        wanted = await self._db.read(_wanted, call_id)
        if wanted is None:
            return None
        try:
            answer = await self._ask(wanted)
        except TooLarge:
            answer = None
        except (NotThereYet, CannotAsk, MissingSecret, SendFailed):
            if wanted.age < GIVE_UP_AFTER:
                raise NotThereYet from None
            answer = None
        if answer is not None and answer.status == 404 and wanted.age < READY_WITHIN:
            raise NotThereYet
        content = answer.body if answer is not None and answer.status == 200 else None
        return partial(recordings.settle, recording=wanted.recording, content=content)

    async def _ask(self, wanted: _Wanted) -> HttpAnswer | None:
        """Our key is shown to the company's own host only, not to one that it redirects us to."""
        company = provider(wanted.line.provider)
        settings = settings_of(wanted.line, self._vault)
        place = await company.recording(wanted.call, wanted.recording.recording, settings, self._http)
        if place is None:
            return None

        def login(url: str) -> Mapping[str, str]:
            return place.headers if origin(url) == origin(place.url) else {}

        return await download(self._http, place.url, login, LARGEST)


def _wanted(tx: Transaction, call_id: str) -> _Wanted | None:
    recording, call = recordings.get(tx, call_id), calls.get(tx, call_id)
    line = lines.get(tx, call.line_id) if call else None
    if recording is None or recording.state is not Sound.WAITING or call is None or line is None:
        return None
    return _Wanted(recording, call.provider_call, line, tx.now - recording.asked_at)
