"""What members do with a conversation: each act is a button or a key, confirmed by a message with an undo."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from ringback.accounts import members
from ringback.calls import store as calls
from ringback.contacts import lists, people
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.contacts.store import Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows import looked_after, same_person
from ringback.flows.called_out import Caller, CannotCall, call_out
from ringback.flows.consent_asked import ask_consent
from ringback.flows.missed_call import text_anyway
from ringback.flows.permission_told import did_not_mean_stop, stop_texting, take_back
from ringback.flows.taken_over import hand_back, take_over
from ringback.flows.text_written import Refusal, Written
from ringback.lib.numbers import read_number
from ringback.tasks import store as tasks
from ringback.tasks.store import Task
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.errors import NotFound
from ringback.web.forms import Form
from ringback.web.inbox.later import later
from ringback.web.inbox.show import asked_of, draw
from ringback.web.tasks import earlier
from ringback.web.visit import Visit
from ringback.web.words import mark

Flow = Callable[[Transaction, str, str, str], object]
Act = Callable[[Visit], Awaitable[Response]]


def simple(flow: Flow, said: str, undo: str = "", *, leave: bool = False) -> Act:
    """An act that needs only the conversation and who does it; `undo` names the act that takes it back."""

    async def act(visit: Visit) -> Response:
        await _do(visit, flow)
        return back(visit, visit.t(said), undo, leave=leave)

    return act


async def assign(visit: Visit) -> Response:
    to = visit.form.text("to") or visit.query("to")
    try:
        before = await _do(visit, partial(_assign, to=to, form=visit.form))
    except Clash as both:
        whose = await visit.read(_name, visit.account.id, both.value) if both.value else visit.t("Nobody's")
        return back(visit, both.in_words(visit.t, whose), wrong=True)
    name = await visit.read(_name, visit.account.id, to) if to else ""
    said = visit.t("This is {name}'s now.", name=name) if to else visit.t("This is nobody's now.")
    return back(visit, said, f"assign?to={before}")


async def snooze(visit: Visit) -> Response:
    until = later(visit.form.get("until"), visit.running.clock.now(), visit.account.time_zone)
    if until is None:
        return back(visit, visit.t("Choose a time that is still to come, within a year."), wrong=True)
    await _do(visit, partial(looked_after.snooze, until=until))
    return back(visit, visit.t("Put off until {when}.", when=visit.dates.when(until)), "open", leave=True)


async def put_on_list(visit: Visit) -> Response:
    wanted = visit.form.get("list") or visit.query("list")
    try:
        which = Listed(wanted)
    except ValueError:
        return back(visit, visit.t("There is no such list."), wrong=True)
    try:
        before = await _do(visit, partial(_put_on_list, which=which, form=visit.form))
    except Clash as both:
        return back(visit, both.in_words(visit.t, visit.t(_LISTS[Listed(both.value)])), wrong=True)
    return back(visit, visit.t(_PUT[which]), f"list?list={before}")


async def rename(visit: Visit) -> Response:
    try:
        before = await _do(visit, partial(_rename, name=visit.form.text("name"), form=visit.form))
    except Clash as both:
        return back(visit, both.in_words(visit.t), wrong=True)
    said = visit.t("Saved.") if before else visit.t("Now they have a name.")
    return back(visit, said)


async def tick(visit: Visit) -> Response:
    """Ticked off, or (with `?done=no`) open again."""
    task = visit.part_of_path("task")
    if visit.query("done") == "no":
        await _do(visit, partial(_open_task, task_id=task))
        return back(visit, visit.t("Open again."))
    await _do(visit, partial(_tick, task_id=task, also=earlier(visit.form)))
    return back(visit, visit.t("Done."), f"tasks/{task}?done=no")


async def start_again(visit: Visit) -> Response:
    """Somebody of the business had said stop for them, and it was a mistake."""
    wrong = await _do(visit, _start_again)
    return back(visit, str(wrong) or visit.t("They may be texted again."), wrong=bool(wrong))


async def ask(visit: Visit) -> Response:
    """They may have meant stop: let us ask them."""
    match await _do(visit, _ask):
        case Refusal(sentence=why):
            return back(visit, visit.t.retold(why), wrong=True)
    return back(visit, visit.t("They are being asked. YES lets texts go on, anything else does not."))


async def call(visit: Visit) -> Response:
    """From the business number: the member's own phone rings first."""
    if not visit.user.phone:
        return back(visit, visit.t("First write the number of your own phone, under your name."), wrong=True)
    flow = partial(_call_out, caller=Caller(visit.user.id, visit.user.phone), key=visit.form.get("key")[:80])
    try:
        new = await _do(visit, flow)
    except CannotCall as why:
        return back(visit, visit.t.retold(str(why)), wrong=True)
    words = visit.t("Your phone rings in a moment. Pick up and press 1.")
    return back(visit, words if new else visit.t("A call of yours is under way already."), wrong=not new)


async def text_after_all(visit: Visit) -> Response:
    """The call was held because it looked like a machine's, and a member knows better."""
    texted = await _do(visit, partial(_text_after_all, call_id=visit.part_of_path("call")))
    if not texted:
        return back(visit, visit.t("This call is not held any more."), wrong=True)
    return back(visit, visit.t("They are being texted."))


async def join(visit: Visit) -> Response:
    """Another number is this person's, too."""
    number = read_number(visit.form.text("number") or visit.query("number"), visit.account.country).e164
    try:
        if number is None:
            raise ValueError(visit.t("Write the whole number, such as +1 512 555 0142."))
        await _do(visit, partial(same_person.join, number=number))
    except ValueError as why:
        wrong = visit.form.wrong({"number": visit.t.retold(str(why))})
        return await draw(visit, asked_of(visit, visit.part_of_path("conversation")), 422, joining=wrong)
    return back(visit, visit.t("One person now."), f"part?number={quote(number)}")


async def part(visit: Visit) -> Response:
    number = visit.form.text("number") or visit.query("number")
    await _do(visit, partial(same_person.part, number=number))
    return back(visit, visit.t("Two people now."), f"join?number={quote(number)}")


def back(visit: Visit, said: str, undo: str = "", *, leave: bool = False, wrong: bool = False) -> Response:
    """To the conversation, or (`leave`) to the list, as it was looked at."""
    conversation = visit.part_of_path("conversation")
    here = visit.url(f"inbox/{conversation}")
    query = asked_of(visit).query()
    to = visit.url(f"inbox{query}") if leave else f"{here}{query}"
    return visit.go(to, said, undo=f"{here}/{undo}" if undo else "", wrong=wrong)


async def _do(visit: Visit, flow: Flow) -> object:
    """Raises NotFound for a conversation that is not of this account."""
    try:
        return await visit.run(flow, visit.account.id, visit.part_of_path("conversation"), visit.user.id)
    except LookupError:
        raise NotFound from None


def _call_out(
    tx: Transaction, account_id: str, conversation_id: str, by: str, *, caller: Caller, key: str
) -> bool:
    return call_out(tx, account_id, conversation_id, caller, key)


def _assign(tx: Transaction, account_id: str, conversation_id: str, by: str, *, to: str, form: Form) -> str:
    """Returns whose it was. Raises Clash, and LookupError also for somebody who is not in the team."""
    before = conversations.get(tx, account_id, conversation_id).assigned_to or ""
    clash.settled(form, {"to": before})
    if to and members.role_of(tx, account_id, to) is None:
        raise LookupError(to)
    looked_after.assign(tx, account_id, conversation_id, by, to or None)
    return before


def _put_on_list(
    tx: Transaction, account_id: str, conversation_id: str, by: str, *, which: Listed, form: Form
) -> Listed:
    """Returns on which they were. Raises Clash."""
    contact = contacts.get(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    clash.settled(form, {"list": lists.list_of(tx, account_id, contact.number)})
    return looked_after.put_on_list(tx, account_id, conversation_id, by, which)


def _rename(
    tx: Transaction, account_id: str, conversation_id: str, by: str, *, name: str, form: Form
) -> bool:
    """Raises Clash."""
    numbers = _numbers(tx, account_id, conversation_id)
    before = people.named_as(numbers[0], numbers).name
    clash.settled(form, {"name": before})
    for each in numbers:
        contacts.rename(tx, account_id, each.id, name)
    return bool(before)


def _tick(
    tx: Transaction, account_id: str, conversation_id: str, by: str, *, task_id: str, also: list[str]
) -> None:
    tasks.tick(tx, account_id, _task(tx, account_id, conversation_id, task_id), also)


def _open_task(tx: Transaction, account_id: str, conversation_id: str, by: str, *, task_id: str) -> None:
    tasks.open_again(tx, account_id, _task(tx, account_id, conversation_id, task_id))


def _task(tx: Transaction, account_id: str, conversation_id: str, task_id: str) -> Task:
    """Raises LookupError for one that is not about this person."""
    task = tasks.get(tx, account_id, task_id)
    if task is None or not _is_theirs(tx, account_id, conversation_id, task.contact_id):
        raise LookupError(task_id)
    return task


def _text_after_all(tx: Transaction, account_id: str, conversation_id: str, by: str, *, call_id: str) -> bool:
    call = calls.get(tx, call_id)
    if call is None or not _is_theirs(tx, account_id, conversation_id, call.contact_id):
        return False
    return text_anyway(tx, account_id, call_id)


def _numbers(tx: Transaction, account_id: str, conversation_id: str) -> list[Contact]:
    """All numbers of the person in this conversation, its own first."""
    contact = contacts.get(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    return [contact, *people.others(tx, contact)]


def _is_theirs(tx: Transaction, account_id: str, conversation_id: str, contact_id: str | None) -> bool:
    return any(each.id == contact_id for each in _numbers(tx, account_id, conversation_id))


def _start_again(tx: Transaction, account_id: str, conversation_id: str, by: str) -> str:
    contact_id = conversations.get(tx, account_id, conversation_id).contact_id
    return take_back(tx, account_id, contact_id, _name(tx, account_id, by))


def _stop(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    contact_id = conversations.get(tx, account_id, conversation_id).contact_id
    stop_texting(tx, account_id, contact_id, _name(tx, account_id, by))


def _ask(tx: Transaction, account_id: str, conversation_id: str, by: str) -> Written | Refusal:
    return ask_consent(tx, account_id, conversation_id, _name(tx, account_id, by))


def _no_stop(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    contact_id = conversations.get(tx, account_id, conversation_id).contact_id
    did_not_mean_stop(tx, account_id, contact_id, _name(tx, account_id, by))


def _name(tx: Transaction, account_id: str, user_id: str) -> str:
    found = (member.user for member in members.of_account(tx, account_id))
    return next((user.name for user in found if user.id == user_id), "")


_LISTS: Final = {
    Listed.NO: mark("As everybody"),
    Listed.NEVER_TEXT: mark("Not a customer: never text"),
    Listed.TELL_ME: mark("Never text, but tell me"),
    Listed.VIP: mark("VIP: tell me of every missed call"),
}
_PUT: Final = {
    Listed.NO: mark("On no list any more."),
    Listed.NEVER_TEXT: mark("Not a customer: never texted again, and nothing to do."),
    Listed.TELL_ME: mark("Never texted again; you are told when they call."),
    Listed.VIP: mark("A VIP: you are told of every missed call."),
}

SIMPLE: Final[dict[str, Act]] = {
    "take-over": simple(take_over, mark("You answer here now. Ringback keeps quiet."), "hand-back"),
    "hand-back": simple(hand_back, mark("Ringback may answer here again."), "take-over"),
    "done": simple(looked_after.finish, mark("Done."), "open", leave=True),
    "open": simple(looked_after.open_again, mark("Open again.")),
    "called": simple(looked_after.called_back, mark("Called back.")),
    "unread": simple(conversations.unread, mark("Unread again."), leave=True),
    "stop": simple(_stop, mark("No more texts go to them."), "start"),
    "no-stop": simple(_no_stop, mark("They may be texted."), "stop"),
}
