"""The inbox: the list beside the conversation on a desk, one after the other on a phone; live in both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from ringback.accounts import members
from ringback.accounts.members import Member
from ringback.accounts.store import Account
from ringback.conversations import canned, listing
from ringback.conversations import store as conversations
from ringback.conversations.boxes import Box
from ringback.conversations.canned import Canned
from ringback.conversations.listing import Page
from ringback.conversations.presence import is_about
from ringback.conversations.thread import Thread, thread
from ringback.db.transaction import Transaction
from ringback.flows.called_out import line_to_call_from
from ringback.flows.text_written import stopped
from ringback.lib.ids import new_id
from ringback.lines.store import Line
from ringback.messages import of_contact as texts
from ringback.messages.compose import compose
from ringback.rules.fields import fields_for
from ringback.rules.overrides import policy_in_force
from ringback.web.errors import NotFound
from ringback.web.inbox import rows, told
from ringback.web.inbox.cards import Reader
from ringback.web.inbox.later import later
from ringback.web.live import Parts, follow
from ringback.web.visit import Visit

STEP: Final = listing.PAGE
MOST: Final = 5 * STEP  # rows on one page; behind them the next page


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the inbox is looked at."""

    box: Box
    typed: str
    many: int
    after: str
    conversation: str  # ""; when only the list is
    before: datetime | None  # of the conversation: only what was before
    new: datetime | None = None  # and until when the reader had seen all of it, before they opened it

    def query(self, **other: object) -> str:
        """The same list in an address, with these changes."""
        values = {"box": self.box.value, "q": self.typed, "n": self.many, "after": self.after, **other}
        usual = {"box": Box.OPEN.value, "n": STEP}
        kept = {name: value for name, value in values.items() if value and usual.get(name) != value}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the inbox shows, from one transaction."""

    page: Page
    counts: Mapping[Box, int]
    team: Sequence[Member]
    thread: Thread | None
    canned: Sequence[Canned]
    calls_from: str  # the business number that a member can call from; "" where no line can
    stopped: Line | None  # the line that would send to them, while it sends nothing
    newest: str  # the id of the newest text with them, also where older ones are shown; ""


async def show(visit: Visit) -> Response:
    return await draw(visit, asked_of(visit))


async def show_conversation(visit: Visit) -> Response:
    asked = asked_of(visit, visit.part_of_path("conversation"))
    if visit.request.method == "GET":
        new = await visit.run(_read, visit.account.id, asked.conversation, visit.user.id)
        asked = replace(asked, new=new)
    return await draw(visit, asked)


async def draw(visit: Visit, asked: Asked, status: int = 200, **more: object) -> Response:
    seen = await visit.read(_look, visit.account, visit.user.id, asked)
    return visit.page("inbox.html", status, **{**_values(visit, asked, seen), **more})


async def live(visit: Visit) -> Response:
    """As server-sent events: list, counts, conversation and who types, whenever they look different."""
    asked = asked_of(visit, visit.query("c"))

    async def parts() -> Parts:
        seen = await visit.read(_look, visit.account, visit.user.id, asked)
        values = _values(visit, asked, seen)
        drawn = {"boxes": visit.part("inbox/_boxes.html", **values)}
        if not asked.after:
            drawn["rows"] = visit.part("inbox/_rows.html", **values)
        if seen.thread is not None and asked.before is None:
            names = ("thread", "state", "head", "panel", "there")
            drawn |= {name: visit.part(f"inbox/_{name}.html", **values) for name in names}
        return drawn

    def typing(changed: Callable[[], None]) -> Callable[[], None]:
        def heard(news: frozenset[str]) -> None:
            if any(is_about(topic, visit.account.id, asked.conversation) for topic in news):
                changed()

        return visit.running.db.listen(heard)

    return follow(visit, parts, typing)


def asked_of(visit: Visit, conversation: str = "") -> Asked:
    """Raises NotFound for an address that no page of ours leads to."""
    try:
        return Asked(
            box=Box(visit.query("box", Box.OPEN.value)),
            typed=visit.query("q")[:100],
            many=min(MOST, max(STEP, int(visit.query("n", str(STEP))))),
            after=visit.query("after"),
            conversation=conversation,
            before=datetime.fromisoformat(before) if (before := visit.query("before")) else None,
            new=datetime.fromisoformat(new) if (new := visit.query("new")) else None,
        )
    except ValueError:
        raise NotFound from None


def _look(tx: Transaction, account: Account, me: str, asked: Asked) -> Seen:
    try:
        page = listing.page(
            tx, account.id, me, asked.box, typed=asked.typed, after=asked.after, limit=asked.many
        )
        one = thread(tx, account.id, asked.conversation, before=asked.before) if asked.conversation else None
    except (LookupError, ValueError):
        raise NotFound from None
    return Seen(
        page=page,
        counts=listing.counts(tx, account.id, me),
        team=members.of_account(tx, account.id),
        thread=one,
        canned=_canned(tx, account, one) if one is not None else (),
        calls_from=_calls_from(tx, one),
        stopped=stopped(tx, one.contact) if one is not None else None,
        newest=_newest(tx, one) if one is not None else "",
    )


def _calls_from(tx: Transaction, thread: Thread | None) -> str:
    line = line_to_call_from(tx, thread.contact) if thread is not None else None
    return line.number if line is not None else ""


def _newest(tx: Transaction, thread: Thread) -> str:
    numbers = (thread.contact, *thread.others)
    last = [
        text for each in numbers for text in texts.of_contact(tx, each.account_id, each.id, None, limit=1)
    ]
    return max(last, key=lambda text: (text.created_at, text.id)).id if last else ""


def _read(tx: Transaction, account_id: str, conversation_id: str, me: str) -> datetime | None:
    """Returns until when they had seen all of it before."""
    try:
        conversations.get(tx, account_id, conversation_id)
    except LookupError:
        raise NotFound from None
    before = conversations.read_until(tx, account_id, conversation_id, me)
    conversations.read(tx, account_id, conversation_id, me)
    return before


def _canned(tx: Transaction, account: Account, thread: Thread) -> list[Canned]:
    """With the fields filled in, as they would be sent now."""
    policy = policy_in_force(account.policy)
    fields = fields_for(policy, account.name, thread.contact.name, tx.now)
    return [Canned(each.id, each.title, compose(each.body, fields)) for each in canned.every(tx, account.id)]


def _values(visit: Visit, asked: Asked, seen: Seen) -> dict[str, object]:
    names = {member.user.id: member.user.name for member in seen.team}
    now = visit.running.clock.now()
    values: dict[str, object] = {
        "asked": asked,
        "row_here": _row_here(asked, seen),
        "boxes": rows.BOXES,
        "counts": seen.counts,
        "most": listing.COUNTED_UP_TO,
        "step": STEP,
        "largest": MOST,
        "list": [rows.row(each, names, visit.user.id, visit.t, now) for each in seen.page.rows],
        "more": seen.page.more,
        "nothing": rows.NOTHING_IN[asked.box],
        "names": names,
        "team": seen.team,
        "thread": seen.thread,
        "now": now,
        "brief": rows.brief,
        "long_wait": rows.LONG_WAIT,
    }
    return {**values, **_of_thread(visit, asked, seen, names)} if seen.thread is not None else values


def _row_here(asked: Asked, seen: Seen) -> str:
    """Whose row is the open conversation's: where the list shows another of their numbers, that one."""
    others = {each.id for each in seen.thread.others} if seen.thread is not None else set()
    listed = {row.contact.id: row.conversation.id for row in seen.page.rows}
    if asked.conversation in listed.values():
        return asked.conversation
    return next((talk for contact, talk in listed.items() if contact in others), asked.conversation)


def _of_thread(visit: Visit, asked: Asked, seen: Seen, names: Mapping[str, str]) -> dict[str, object]:
    assert seen.thread is not None
    phones = {each.user.phone: each.user.name for each in seen.team if each.user.phone}
    reader = Reader(visit.user.id, visit.t, visit.dates, names, phones)
    talk = seen.thread.conversation
    there = visit.running.presence.others(visit.account.id, talk.id, visit.user.id)
    return {
        "who": rows.called(seen.thread.contact),
        "items": told.tell(seen.thread, reader, asked.new),
        "talk": talk,
        "there": [(names.get(each.member_id, visit.t("Somebody")), each.typing) for each in there],
        "canned": seen.canned,
        "calls_from": seen.calls_from,
        "stopped": seen.stopped,
        "key": new_id("answer"),
        "morning": f"{later('morning', visit.running.clock.now(), visit.account.time_zone):%Y-%m-%dT%H:%M}",
        "newest": seen.newest,
        "refusal": None,
        "joining": None,
    }
