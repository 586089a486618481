"""Everything between Rosa's shop and Dan in one thread."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringback.calls.of_contact import WholeCall
from ringback.calls.placed import CallOut
from ringback.contacts import permission
from ringback.contacts.permission import Change, Entry, Source
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.conversations.notes import Note
from ringback.conversations.thread import AT_ONCE, Happening, Thread, WholeText, thread
from ringback.flows import looked_after
from ringback.tasks import store as tasks
from ringback.tasks.store import Task, TaskKind
from tests.cast import DAN, DANA
from tests.conversations.make import BEN, NOW, ROSA, Desk, desk

HOUR = timedelta(hours=1)


def told(found: Thread) -> list[str]:
    return [_words(happening) for happening in found.happenings]


def _words(happening: Happening) -> str:
    match happening.what:
        case WholeText(text=text):
            return text.body
        case Note(body=body):
            return body
        case WholeCall(voicemail=left):
            return f"call: {left.words if left else ''}"
        case CallOut(state=state):
            return f"called: {state}"
        case Task(sentence=sentence):
            return sentence
        case Entry(change=change):
            return change


def fill(at: Desk) -> str:
    at.called(voicemail="My sink leaks")
    dans = at.written("Hello?")
    contact = at.asks(conversations.get, dans).contact_id
    at.does(tasks.add, TaskKind.LISTEN, "call_1", "Listen to it.", contact)
    at.does(looked_after.write_note, dans, BEN, "Dan has a dog")
    at.does(permission.record, DAN, Change.STOP, Source.STAFF, evidence="Ben", at=NOW + HOUR)
    return dans


def test_everything_is_in_it_in_order(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = fill(at)
        at.written("Do you paint?", DANA)
        found = at.asks(thread, dans)
        assert told(found) == ["call: My sink leaks", "Hello?", "Listen to it.", "Dan has a dog", "stop"]
        assert (found.standing, found.earlier) == (Change.STOP, None)
        assert [each.task.sentence for each in found.to_do] == ["Listen to it."]


def test_call_brings_its_phones_voicemail_and_receipt(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        call_id = at.called(voicemail="My sink leaks")
        dans = at.written("Hello?")
        call = at.asks(thread, dans).happenings[0].what
        assert isinstance(call, WholeCall)
        assert call.receipt is not None
        assert (call.call.id, call.receipt.sentence) == (call_id, "Not texted.")
        assert [leg.outcome for leg in call.legs] == ["no_answer"]


@pytest.mark.sqlite
def test_it_asks_as_often_for_thirty_of_each_as_for_one(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = fill(at)
        few = at.questions(thread, dans)
        for _ in range(29):
            fill(at)
        assert (few, at.questions(thread, dans)) == (16, 16)


def test_long_thread_is_read_from_its_end(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        for number in range(AT_ONCE + 15):
            dans = at.written(f"text {number}")
        last = at.asks(thread, dans)
        assert (len(last.happenings), last.earlier) == (AT_ONCE, last.happenings[0].at)
        first = at.asks(thread, dans, before=last.earlier)
        assert (told(first) + told(last), first.earlier) == (
            [f"text {number}" for number in range(AT_ONCE + 15)],
            None,
        )


def test_what_members_do_is_written_in_it(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("Hello?")
        at.does(looked_after.assign, dans, ROSA, BEN)
        at.does(looked_after.assign, dans, ROSA, BEN)
        at.does(looked_after.called_back, dans, BEN)
        at.does(looked_after.finish, dans, BEN)
        at.does(looked_after.finish, dans, BEN)
        done = [happening.what for happening in at.asks(thread, dans).happenings]
        assert [(note.kind, note.by, note.body) for note in done if isinstance(note, Note)] == [
            ("assigned", ROSA, BEN),
            ("called_back", BEN, ""),
            ("done", BEN, ""),
        ]


def test_one_takes_back_only_what_one_wrote_oneself(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("Hello?")
        note = at.does(looked_after.write_note, dans, BEN, "Dan has a dog")
        assert at.does(notes.remove, note, ROSA) is False
        assert at.does(notes.remove, note, BEN) is True
        assert told(at.asks(thread, dans)) == ["Hello?"]


def test_note_that_is_written_again_because_the_answer_was_lost_stands_once(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans, anns = at.written("Hello?"), at.written("Hi!", "+15125550143")
        first = at.does(looked_after.write_note, dans, BEN, "Dan has a dog", key="pressed")
        assert at.does(looked_after.write_note, dans, BEN, "Dan has a dog", key="pressed") == first
        assert told(at.asks(thread, dans)) == ["Hello?", "Dan has a dog"]
        others = {
            at.does(looked_after.write_note, dans, BEN, "Dan has a dog"),
            at.does(looked_after.write_note, dans, BEN, "Dan has a dog"),
            at.does(looked_after.write_note, anns, BEN, "So has Ann", key="pressed"),
        }
        assert len({first} | others) == 4, "without a key, and in another conversation, each is a note"


@pytest.mark.parametrize("body", ["", "  \n", "x" * 10_001])
def test_note_without_words_or_with_too_many_says_so(tmp_path: Path, body: str) -> None:
    with desk(tmp_path) as at, pytest.raises(ValueError, match="The note is"):
        at.does(looked_after.write_note, at.written("Hello?"), BEN, body)


def test_carol_reads_nothing_of_it(tmp_path: Path) -> None:
    with desk(tmp_path) as at, pytest.raises(LookupError):
        at.db.run_now(thread, at.carols.account_id, fill(at))
