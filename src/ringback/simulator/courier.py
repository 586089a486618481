"""Brings the carrier's webhooks to the lines: signed, over HTTP, in turn, with whatever fault is on."""

import asyncio
import hashlib
import hmac
import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from ringback.lib.clock import Clock
from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.ids import new_id
from ringback.lib.secret import Secret
from ringback.simulator.faults import Faults
from ringback.simulator.tempo import Tempo

# How long the carrier waits before it tells once more what was not taken with a 2xx.
TRY_AGAIN_AFTER: Final = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 25, 120))


@dataclass(frozen=True, slots=True)
class Hook:
    """One thing to tell to one address."""

    url: str
    key: Secret
    event: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.event["event"])


class Courier:
    def __init__(self, clock: Clock, tempo: Tempo, http: Http, faults: Faults) -> None:
        self._clock = clock
        self._tempo = tempo
        self._http = http
        self._faults = faults
        self._waiting: dict[str, deque[Hook]] = defaultdict(deque)
        self._on_the_way: set[str] = set()

    def hook(self, url: str, key: Secret, name: str, **about: Any) -> Hook:
        now = self._clock.now().isoformat(timespec="milliseconds")
        return Hook(url, key, {"id": new_id("event"), "event": name, "at": now, **about})

    async def ask(self, hook: Hook) -> Mapping[str, Any] | None:
        """Tell of a call that arrives, and hear what to do with it. None: nobody could be asked."""
        for wait in (*TRY_AGAIN_AFTER[:1], None):
            answer = await self._bring(hook)
            if answer is not None:
                return _object(answer)
            if wait is not None:
                await self._tempo.pause(wait)
        return None

    def send(self, stream: str, hook: Hook, *, last: bool = False) -> None:
        """Tell it after everything told before on the same stream. `last`: the stream ends with it."""
        if hook.name not in self._faults.lost:
            self._waiting[stream].append(hook)
        if self._faults.shuffled and not last:
            return
        if self._faults.shuffled:
            self._waiting[stream].reverse()
        if stream not in self._on_the_way:
            self._on_the_way.add(stream)
            self._tempo.start(self._bring_all(stream))

    async def _bring_all(self, stream: str) -> None:
        await self._tempo.pause(self._faults.late)
        while self._waiting[stream]:
            await self._bring_until_taken(self._waiting[stream].popleft())
        del self._waiting[stream]
        self._on_the_way.discard(stream)

    async def _bring_until_taken(self, hook: Hook) -> None:
        for wait in (*TRY_AGAIN_AFTER, None):
            if await self._bring(hook) is not None or wait is None:
                return
            await self._tempo.pause(wait)

    async def _bring(self, hook: Hook) -> HttpAnswer | None:
        """Once, or several times at the same moment; the answer of the first that was taken."""
        copies = [self._post(hook) for _ in range(max(1, self._faults.copies))]
        answers = await asyncio.gather(*copies)
        return next((answer for answer in answers if answer is not None), None)

    async def _post(self, hook: Hook) -> HttpAnswer | None:
        time = str(int(self._clock.now().timestamp()))
        # Exactly the bytes that the HTTP client writes for `json=`.
        body = json.dumps(hook.event).encode()
        signed = hmac.new(hook.key.reveal().encode(), f"{time}.".encode() + body, hashlib.sha256)
        headers = {"Simulator-Time": time, "Simulator-Signature": f"v1={signed.hexdigest()}"}
        try:
            answer = await self._http.request("POST", hook.url, headers=headers, json=hook.event)
        except (NotReached, Lost):
            return None
        return answer if 200 <= answer.status < 300 else None


def _object(answer: HttpAnswer) -> Mapping[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
