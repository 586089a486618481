"""One plain sentence for the owner about each decision. No name and no number of the caller in it."""

import math
from datetime import timedelta

from ringback.calls.robocalls import SURE, score
from ringback.contacts.listed import Listed
from ringback.lib.numbers import NO_COUNTRY, NumberKind
from ringback.messages.words import clock, exact_length, full_length, length, moment
from ringback.phone.events import Outcome
from ringback.rules.checks import (
    MOST_CALLS,
    age_of_call,
    send_at,
    signs_of,
    since_last_human,
    since_last_text,
)
from ringback.rules.decision import CallBack, Hold, Reason, Send, Skip, Verdict
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy, When
from ringback.rules.units import write_money

ASKS = "Text anyway?"
LET_GO = "Somebody had them texted all the same."


def sentence(facts: Facts, policy: Policy, opening: Opening, verdict: Verdict) -> str:
    vip = facts.listed is Listed.VIP
    match verdict:
        case Send():
            too = " Please call, too: this is a VIP of yours." if vip else ""
            return f"{_texted(facts, opening, verdict)}.{too}"
        case Skip(reason):
            return f"Not texted: {_because(facts, policy, opening, reason)}."
        case CallBack(reason):
            who = ". This is a VIP of yours" if vip else ""
            return f"Please call back: {_because(facts, policy, opening, reason)}{who}."
        case Hold(Reason.FUSE as reason):
            ask = "Please look through them, and call back or text who needs it"
            return f"Held: {_because(facts, policy, opening, reason)}. {ask}."
        case Hold(reason):
            return f"Held: {_because(facts, policy, opening, reason)}. {ASKS}"


def as_told(sealed: str) -> str:
    """The sentence of a decision for the owner. Whoever has a conversation in hand is in touch with them now,
    which is sealed as no time ago, in all formats."""
    return sealed.replace(NO_TIME_AGO, "one of you has their conversation in hand")


def once_let_go(held: str) -> str:
    """The sentence of a decision to hold, after somebody had the caller texted all the same."""
    return f"{held.removesuffix(f' {ASKS}')} {LET_GO}"


NO_TIME_AGO = "you were in touch with the caller 0 seconds ago"


def _texted(facts: Facts, opening: Opening, send: Send) -> str:
    closed = "" if opening.open else f", and you were closed{_until(opening)}"
    return f"Text back {_after(send.send_at - facts.missed_at)}: {_ENDING[facts.outcome]}{closed}"


def _after(wait: timedelta) -> str:
    return f"after {length(wait)}" if wait >= timedelta(seconds=1) else "at once"


_ENDING = {
    Outcome.NO_ANSWER: "nobody took the call",
    Outcome.BUSY: "you were on another call",
    Outcome.DECLINED: "the call was declined",
    Outcome.FAILED: "your phone could not be reached",
    Outcome.HUNG_UP: "the caller gave up waiting",
    Outcome.COMPLETED: "nobody took the call",
    Outcome.BLOCKED: "the caller was turned away",
}


def _because(facts: Facts, policy: Policy, opening: Opening, reason: Reason) -> str:
    match reason:
        case Reason.UNUSABLE_NUMBER:
            return f"the call came from {_source(facts)}"
        case Reason.HUNG_UP_EARLY:
            return _hung_up(facts, policy)
        case Reason.NEVER_TEXT if facts.outcome is Outcome.BLOCKED:
            return "the caller is blocked at your phone company"
        case Reason.OPTED_OUT if facts.undecided:
            return "nobody took the call, and nothing automatic goes to the caller until you decide"
        case Reason.NOT_TEXTABLE:
            return _not_textable(facts, policy)
        case Reason.COOLDOWN:
            return (
                f"the caller was texted {length(since_last_text(facts))} ago, "
                f"and you allow one text in {exact_length(policy.cooldown)}"
            )
        case Reason.LOOP:
            return _loop(facts)
        case Reason.ROBOCALL:
            return f"this {_how_sure(facts)} a robocall: {_list([s.words for s in signs_of(facts)])}"
        case Reason.IN_TOUCH:
            ago = length(since_last_human(facts))
            return f"nobody took the call, and you were in touch with the caller {ago} ago"
        case Reason.REPEAT:
            return _called_again(facts)
        case Reason.HOURS:
            return _outside_hours(policy, opening)
        case Reason.LATE:
            return (
                f"nobody took the call, and {full_length(age_of_call(facts))} had passed before a text could "
                f"go out. After {exact_length(policy.late_after)} it no longer reads as an answer"
            )
        case Reason.SPENT:
            return _spent(facts, policy)
        case Reason.FUSE:
            return _fuse(facts, policy)
        case Reason.SHADOW:
            wait = _after(send_at(facts, policy) - facts.missed_at)
            return f"you are only watching. Otherwise the caller would have been texted {wait}"
        case _:
            return _ALWAYS_THE_SAME[reason]


_ALWAYS_THE_SAME = {
    Reason.ANSWERED: "someone took the call",
    Reason.OWN_NUMBER: "the call came from one of your own numbers",
    Reason.HIDDEN_NUMBER: "the caller hid the number, so there is nobody to text or call back",
    Reason.NEVER_TEXT: "the caller is on your never-text list",
    Reason.TELL_ME: "nobody took the call, and the caller is on your tell-me list",
    Reason.OPTED_OUT: "nobody took the call, and the caller has asked for no texts",
    Reason.CANNOT_RECEIVE: "nobody took the call, and texts to this number do not arrive. "
    "It is probably a landline",
    Reason.UNHEARD: "nobody took the call, and texts are paused, because hardly any of the last ones arrived "
    "or was answered. A task says more; tick it off, and texts go out again",
    Reason.SAME_EPISODE: "a text to this caller is already on its way",
}


def _source(facts: Facts) -> str:
    if facts.caller_country == NO_COUNTRY:
        return "a satellite or other special number, which is costly to text or call"
    return {
        NumberKind.PREMIUM: "a premium-rate number, which is costly to text or call",
        NumberKind.PERSONAL: "a personal 5XX number, which cannot be texted and may be costly to call",
        NumberKind.SHORT_CODE: "a short code, which is a machine",
        NumberKind.N11: "a service number such as 911",
    }.get(facts.caller_kind, "a number that does not exist")


def _hung_up(facts: Facts, policy: Policy) -> str:
    rang = math.floor(facts.ring_seconds or 0)
    heard = f"after {exact_length(timedelta(seconds=rang))}" if rang else "at once"
    needed = exact_length(timedelta(seconds=policy.min_ring_seconds))
    return f"the caller hung up {heard}, and you text from {needed} of ringing on"


def _not_textable(facts: Facts, policy: Policy) -> str:
    if facts.caller_kind is NumberKind.TOLL_FREE:
        return "nobody took the call, and it came from a toll-free number, which is seldom read"
    return (
        f"nobody took the call, and it came from a country that you do not text "
        f"({facts.caller_country or 'unknown'}). A call there may be costly, "
        "and to ring once from abroad is a known trick"
    )


def _loop(facts: Facts) -> str:
    if facts.calls_this_hour > MOST_CALLS:
        return f"the caller has called {facts.calls_this_hour} times within the hour, as a machine does"
    return (
        f"{facts.texts_exchanged} texts went to and fro with this number within the hour, "
        "as when two machines answer each other"
    )


def _how_sure(facts: Facts) -> str:
    return "is" if score(signs_of(facts)) >= SURE else "looks like"


def _called_again(facts: Facts) -> str:
    if facts.text_waiting or facts.last_first_text_at is None:
        return "the caller called again before our text was out"
    return f"the caller called again, {length(since_last_text(facts))} after our text"


def _fuse(facts: Facts, policy: Policy) -> str:
    if policy.counts_minutes and facts.first_texts_this_minute >= policy.most_per_minute:
        count, time, most = facts.first_texts_this_minute, "minute", policy.most_per_minute
    elif facts.first_texts_this_hour >= policy.most_per_hour:
        count, time, most = facts.first_texts_this_hour, "hour", policy.most_per_hour
    else:
        count, time, most = facts.first_texts_today, "day", policy.most_per_day
    return (
        f"callers were texted {count} times within the {time}, and you allow {most}. More calls are held, too"
    )


def _spent(facts: Facts, policy: Policy) -> str:
    """The day's limit first, because it is over sooner."""
    of_day = policy.spend_per_day and (facts.parts_today + 1) * policy.part_price > policy.spend_per_day
    parts, time, limit = (
        (facts.parts_today, "today", policy.spend_per_day)
        if of_day
        else (facts.parts_this_month, "this month", policy.spend_per_month)
    )
    return (
        f"nobody took the call, and texts have cost ${parts * policy.part_price:.2f} {time}. "
        f"You allow ${write_money(limit)}"
    )


def _list(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _outside_hours(policy: Policy, opening: Opening) -> str:
    if policy.when is When.CLOSED:
        return "nobody took the call while you were open, and you text only while closed"
    at = f"{opening.at:%A} at {clock(opening.at)}"
    return f"nobody took the call {at}, you were closed{_until(opening)}, and you text only while open"


def _until(opening: Opening) -> str:
    why = opening.why_closed
    because = f" ({why.removeprefix('holiday: ')})" if why != "hours" else ""
    return because + (f" until {moment(opening.opens, opening.at)}" if opening.opens else "")
