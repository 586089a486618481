"""The simulator's page: a caller's phone, the owner's phone, and between them the story of the call."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ringback.db.database import Database
from ringback.lib.clock import Clock
from ringback.lib.numbers import pretty
from ringback.simulator.carrier import Carrier, NotPossible
from ringback.simulator.handset import Habit
from ringback.simulator.people import CALLERS, DAN, NAMES
from ringback.web import draw, live
from ringback.web.feed import Shop, feed, shop
from ringback.web.guard import guarded

LONGEST: Final = 10_000  # bytes of a form
LONGEST_TEXT: Final = 600  # letters that a handset takes
# What the owner does when the phone rings, in the order of the buttons.
CHOICES: Final = (
    (Habit.WAIT, "Let it ring"),
    (Habit.ANSWER, "Answer, press 1"),
    (Habit.DECLINE, "Decline"),
    (Habit.VOICEMAIL, "Voicemail picks up"),
    (Habit.NO_KEY, "Answer, no key"),
)

Form = Mapping[str, str]
Act = Callable[[Shop, Form], Awaitable[None]]


@dataclass(slots=True)
class SimulatorPage:
    db: Database
    clock: Clock
    carrier: Carrier
    caller: str = DAN  # whose phone the left one is

    def routes(self) -> list[BaseRoute]:
        acts: dict[str, Act] = {
            "caller/call": self._call,
            "caller/hang-up": self._caller_hangs_up,
            "caller/text": self._text,
            "caller/say": self._say,
            "caller/next": self._next,
            "owner/choose": self._choose,
            "owner/press": self._press,
            "owner/hang-up": self._owner_hangs_up,
        }
        return [
            Route("/", guarded(self.show)),
            Route("/simulator/live", guarded(self.follow)),
            *(
                Route(f"/simulator/{path}", guarded(partial(self._do, act)), methods=["POST"])
                for path, act in acts.items()
            ),
        ]

    async def show(self, _request: Request) -> Response:
        found = await self.db.read(shop)
        if found is None:
            return draw.page("begin.html", {"simulator": True})
        return draw.page("simulator.html", await self._values(found))

    async def follow(self, _request: Request) -> Response:
        found = await self.db.read(shop)
        if found is None:
            return PlainTextResponse("There is no line on the simulator.\n", 404)
        topic = f"account:{found.account_id}"

        def news(changed: Callable[[], None]) -> Callable[[], None]:
            return self.db.listen(lambda topics: changed() if topic in topics else None)

        return live.stream(self._parts, [news, self.carrier.listen], self.carrier.closing, self._under_way)

    def _under_way(self) -> bool:
        return self.carrier.handset(self.caller).in_use

    async def _parts(self) -> live.Parts:
        found = await self.db.read(shop)
        if found is None:
            return {}
        values = await self._values(found)
        return {name: draw.part(f"_{name}.html", values) for name in ("caller", "owner", "story")}

    async def _values(self, found: Shop) -> dict[str, object]:
        names = _names(found)
        cards = await self.db.read(feed, found, self.caller, names)
        owner = self.carrier.handset(found.phone) if found.phone else None
        return {
            "shop": found,
            "zone": found.time_zone,
            "now": self.clock.now(),
            "caller": self.carrier.handset(self.caller),
            "owner": owner,
            "owner_name": names[found.phone] if found.phone else "",
            "choices": CHOICES,
            "cards": cards,
            "longest": LONGEST_TEXT,
        }

    # --- What people do ---

    async def _do(self, act: Act, request: Request) -> Response:
        form = await _form(request)
        found = await self.db.read(shop)
        if form is None or found is None:
            return PlainTextResponse("This page is out of date. Please load it again.\n", 400)
        try:
            await act(found, form)
        except NotPossible as why:
            return PlainTextResponse(f"{why}\n", 409)
        # A browser without our script has sent a plain form and wants the page again.
        plain_form = "text/html" in request.headers.get("accept", "")
        return RedirectResponse("/", 303) if plain_form else Response(status_code=204)

    async def _call(self, shop: Shop, _form: Form) -> None:
        await self.carrier.dial(self.caller, shop.line.number)

    async def _caller_hangs_up(self, _shop: Shop, _form: Form) -> None:
        self.carrier.hang_up(self.caller)

    async def _text(self, shop: Shop, form: Form) -> None:
        body = form.get("text", "").strip()
        if not body or len(body) > LONGEST_TEXT:
            raise NotPossible(f"Write something, at most {LONGEST_TEXT} letters.")
        await self.carrier.text(self.caller, shop.line.number, body)

    async def _say(self, _shop: Shop, form: Form) -> None:
        self.carrier.say(self.caller, form.get("text", "").strip()[:LONGEST_TEXT])

    async def _next(self, _shop: Shop, _form: Form) -> None:
        """Somebody else takes the left phone: to the shop a stranger, with none of the history."""
        if self.carrier.handset(self.caller).in_use:
            raise NotPossible("First finish this call.")
        everyone = list(CALLERS)
        self.caller = everyone[(everyone.index(self.caller) + 1) % len(everyone)]
        self.carrier.world.changed()

    async def _choose(self, shop: Shop, form: Form) -> None:
        """While it rings, done at once; otherwise what will be done when it rings next."""
        habits = [habit for habit, _ in CHOICES if habit == form.get("habit")]
        if shop.phone is None or not habits:
            raise NotPossible("Nobody's phone rings on this line.")
        self.carrier.choose(shop.phone, habits[0])

    async def _press(self, shop: Shop, _form: Form) -> None:
        self.carrier.press(shop.phone or "", "1")

    async def _owner_hangs_up(self, shop: Shop, _form: Form) -> None:
        self.carrier.hang_up(shop.phone or "")


def _names(shop: Shop) -> dict[str, str]:
    """What the people on the page are called; numbers that nobody has named by themselves."""
    phones = {phone: NAMES.get(phone) or pretty(phone) for phone in shop.line.plan.ring}
    return {**phones, **CALLERS, shop.line.number: shop.name}


async def _form(request: Request) -> Form | None:
    """None when it is no form, or more than one of ours can be."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return None
    body = b""
    async for more in request.stream():
        body += more
        if len(body) > LONGEST:
            return None
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
