"""The simulator's page: a caller's phone, the owner's phone, and between them the story of the call."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty
from ringback.simulator.carrier import Carrier, NotPossible
from ringback.simulator.handset import Habit
from ringback.simulator.people import CALLERS, NAMES
from ringback.simulator.pictures import LARGEST
from ringback.web import live
from ringback.web.errors import NotFound
from ringback.web.feed import Shop, feed, shop
from ringback.web.forms import Form
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

LONGEST_TEXT: Final = 600  # letters that a handset takes
TEXTED: Final = LARGEST + 100_000  # bytes of a form with a picture
# What the owner does when the phone rings, in the order of the buttons.
CHOICES: Final = (
    (Habit.WAIT, mark("Let it ring")),
    (Habit.ANSWER, mark("Answer, press 1")),
    (Habit.DECLINE, mark("Decline")),
    (Habit.VOICEMAIL, mark("Voicemail picks up")),
    (Habit.NO_KEY, mark("Answer, no key")),
)

Act = Callable[[Carrier, Shop, Form], Awaitable[None]]


async def show(visit: Visit) -> Response:
    carrier = _carrier(visit)
    found = await visit.read(shop, visit.account.id)
    if found is None:
        return visit.page("simulator-none.html")
    return visit.page("simulator.html", **await _values(visit, carrier, found))


async def follow(visit: Visit) -> Response:
    """As server-sent events: the parts of the page, whenever they look different."""
    carrier = _carrier(visit)
    if await visit.read(shop, visit.account.id) is None:
        raise NotFound

    async def parts() -> live.Parts:
        found = await visit.read(shop, visit.account.id)
        if found is None:
            return {}
        values = await _values(visit, carrier, found)
        return {name: visit.part(f"_{name}.html", **values) for name in ("caller", "owner", "story")}

    return live.follow(visit, parts, carrier.listen, under_way=lambda: carrier.handset(carrier.caller).in_use)


async def _values(visit: Visit, carrier: Carrier, found: Shop) -> dict[str, object]:
    names = _names(found)
    cards = await visit.read(feed, found, carrier.caller, names)
    talk = await visit.read(_talk, visit.account.id, carrier.caller)
    owner = carrier.handset(found.phone) if found.phone else None
    return {
        "shop": found,
        "zone": found.time_zone,
        "now": visit.running.clock.now(),
        "caller": carrier.handset(carrier.caller),
        "messages": [
            message
            for message in carrier.handset(carrier.caller).messages
            if message.other == found.line.number  # another shop's texts are none of this one's business
        ],
        "owner": owner,
        "owner_name": names[found.phone] if found.phone else "",
        "choices": CHOICES,
        "cards": cards,
        "talk": talk,
        "longest": LONGEST_TEXT,
    }


def _talk(tx: Transaction, account_id: str, number: str) -> str:
    """The id of the conversation with this caller; "" before there is one."""
    contact = contacts.by_number(tx, account_id, number)
    found = conversations.with_contact(tx, account_id, contact.id) if contact is not None else None
    return found.id if found is not None else ""


# --- What people do ---


async def _do(act: Act, visit: Visit) -> Response:
    carrier = _carrier(visit)
    found = await visit.read(shop, visit.account.id)
    if found is None:
        raise NotFound
    try:
        await act(carrier, found, visit.form)
    except NotPossible as why:
        return PlainTextResponse(f"{why}\n", 409)
    # A browser without our script has sent a plain form and wants the page again.
    plain_form = "text/html" in visit.request.headers.get("accept", "")
    return RedirectResponse(visit.url("simulator"), 303) if plain_form else Response(status_code=204)


async def _call(carrier: Carrier, shop: Shop, _form: Form) -> None:
    await carrier.dial(carrier.caller, shop.line.number)


async def _caller_presses(carrier: Carrier, _shop: Shop, _form: Form) -> None:
    carrier.press(carrier.caller, "1")


async def _caller_hangs_up(carrier: Carrier, _shop: Shop, _form: Form) -> None:
    carrier.hang_up(carrier.caller)


async def _caller_answers(carrier: Carrier, _shop: Shop, _form: Form) -> None:
    carrier.pick_up(carrier.caller)


async def _caller_declines(carrier: Carrier, _shop: Shop, _form: Form) -> None:
    carrier.decline(carrier.caller)


async def _text(carrier: Carrier, shop: Shop, form: Form) -> None:
    body, file = form.text("text"), form.files.get("picture")
    picture = file.content if file is not None else b""
    if (not body and not picture) or len(body) > LONGEST_TEXT:
        raise NotPossible(f"Write something, at most {LONGEST_TEXT} letters.")
    await carrier.text(carrier.caller, shop.line.number, body, picture)


async def _say(carrier: Carrier, _shop: Shop, form: Form) -> None:
    carrier.say(carrier.caller, form.text("text")[:LONGEST_TEXT])


async def _next(carrier: Carrier, _shop: Shop, _form: Form) -> None:
    """Somebody else takes the left phone: to the shop a stranger, with none of the history."""
    if carrier.handset(carrier.caller).in_use:
        raise NotPossible("First finish this call.")
    everyone = list(CALLERS)
    carrier.caller = everyone[(everyone.index(carrier.caller) + 1) % len(everyone)]
    carrier.world.changed()


async def _choose(carrier: Carrier, shop: Shop, form: Form) -> None:
    """While it rings, done at once; otherwise what will be done when it rings next."""
    habits = [habit for habit, _ in CHOICES if habit == form.get("habit")]
    if shop.phone is None or not habits:
        raise NotPossible("Nobody's phone rings on this line.")
    carrier.choose(shop.phone, habits[0])


async def _press(carrier: Carrier, shop: Shop, _form: Form) -> None:
    carrier.press(shop.phone or "", "1")


async def _owner_hangs_up(carrier: Carrier, shop: Shop, _form: Form) -> None:
    carrier.hang_up(shop.phone or "")


def _carrier(visit: Visit) -> Carrier:
    if visit.running.carrier is None:
        raise NotFound
    return visit.running.carrier


def _names(shop: Shop) -> dict[str, str]:
    """What the people on the page are called; numbers that nobody has named by themselves."""
    phones = {phone: NAMES.get(phone) or pretty(phone) for phone in shop.line.plan.ring}
    return {**phones, **CALLERS, shop.line.number: shop.name}


ACTS: Final[Mapping[str, Act]] = {
    "caller/call": _call,
    "caller/press": _caller_presses,
    "caller/hang-up": _caller_hangs_up,
    "caller/answer": _caller_answers,
    "caller/decline": _caller_declines,
    "caller/say": _say,
    "caller/next": _next,
    "owner/choose": _choose,
    "owner/press": _press,
    "owner/hang-up": _owner_hangs_up,
}

PAGES = [
    page("GET", "simulator", Role.READER, show, tab=Tab("simulator", mark("Simulator"), "phone-line", 90)),
    page("GET", "simulator/live", Role.READER, follow),
    page("POST", "simulator/caller/text", Role.MEMBER, partial(_do, _text), longest=TEXTED),
    *(page("POST", f"simulator/{path}", Role.MEMBER, partial(_do, act)) for path, act in ACTS.items()),
]
