"""A text as a bubble, with what became of it in words."""

from collections.abc import Mapping
from typing import Final

from ringback.conversations.thread import WholeText
from ringback.messages.store import Purpose, State
from ringback.web.inbox.cards import Bubble, Reader
from ringback.web.words import mark


def bubble(whole: WholeText, reader: Reader) -> Bubble:
    text = whole.text
    ours = text.state is not State.RECEIVED
    state, tone = _STATES[text.state]
    by_person = text.purpose is Purpose.REPLY
    return Bubble(
        id=text.id,
        at=text.created_at,
        ours=ours,
        who=text.written_by,
        automatic=ours and not by_person,
        body=text.body,
        attachments=whole.attachments,
        state=reader.t(state) if ours else "",
        tone=tone,
        why=text.sentence if tone else "",
        again=by_person and text.state in (State.FAILED, State.UNDELIVERED, State.CANCELLED),
        key=text.key,
        waits=by_person and text.state is State.WAITING and bool(text.key),
    )


_STATES: Final[Mapping[State, tuple[str, str]]] = {
    State.WAITING: (mark("Sending soon"), "wait"),
    State.SENDING: (mark("Sending…"), "wait"),
    State.UNSURE: (mark("Nobody knows yet whether it went out"), "wait"),
    State.ACCEPTED: (mark("Sent"), ""),
    State.SENT: (mark("Sent"), ""),
    State.DELIVERED: (mark("Delivered"), ""),
    State.UNDELIVERED: (mark("Not delivered"), "failed"),
    State.FAILED: (mark("Not sent"), "failed"),
    State.CANCELLED: (mark("Not sent"), "off"),
    State.RECEIVED: ("", ""),
}
