import os
import resource
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from ringback.intake.journal import FILE, KEPT, Entry, Journal
from ringback.phone.provider import Request
from tests.quick import examples

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def _entry(body: bytes, event: str = "e1") -> Entry:
    request = Request(
        "POST", "https://x.example.com/in/ln/text", "text", {"content-type": "a/b"}, body, NOON, {"k": "v"}
    )
    return Entry("ln", event, "+15125550111", "CA1", request)


@examples(50)
@given(bodies=st.lists(st.binary(max_size=200), max_size=5))
def test_what_was_appended_comes_back_in_order(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]
) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal"))
    for body in bodies:
        journal.append(_entry(body))
    assert list(journal.begin_replay()) == [_entry(body) for body in bodies]


def test_torn_last_line_is_left_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(_entry(b"whole"))
    journal.append(_entry(b"torn"))
    content = (tmp_path / FILE).read_bytes()
    for cut in range(1, len(content) // 2 - 1):
        (tmp_path / FILE).write_bytes(content[:-cut])
        replayed = list(Journal(tmp_path).begin_replay())
        (tmp_path / "journal.replaying").unlink()
        assert replayed == [_entry(b"whole")] or (cut == 1 and len(replayed) == 2)


def test_damaged_line_costs_no_other_and_is_told_in_the_log(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for body in (b"1", b"2", b"3"):
        journal.append(_entry(body))
    lines = (tmp_path / FILE).read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"{", b"[", 1)
    (tmp_path / FILE).write_bytes(b"".join(lines))
    with structlog.testing.capture_logs() as logged:
        assert list(journal.begin_replay()) == [_entry(b"1"), _entry(b"3")]
    assert logged == [{"event": "journal_lines_unreadable", "lines": 1, "log_level": "warning"}]


def test_entries_that_come_during_a_replay_are_kept_for_the_next(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(_entry(b"1"))
    assert list(journal.begin_replay()) == [_entry(b"1")]
    journal.append(_entry(b"2"))
    journal.end_replay()
    assert journal.pending()
    assert list(journal.begin_replay()) == [_entry(b"2")]


def test_replay_that_was_cut_short_begins_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(_entry(b"1"))
    journal.begin_replay()
    assert list(Journal(tmp_path).begin_replay()) == [_entry(b"1")]


def test_what_was_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    journal = Journal(tmp_path)

    def set_aside(body: bytes) -> None:
        journal.append(_entry(body))
        journal.begin_replay()
        journal.end_replay(keep=True)

    set_aside(b"1")
    set_aside(b"2")
    (tmp_path / f"{KEPT}1").unlink()  # somebody has seen to it
    set_aside(b"3")
    first, second = (file.read_bytes() for file in journal.kept())
    assert b64encode(b"3") in first
    assert b64encode(b"2") in second


def test_empty_file_that_a_full_disk_left_behind_is_nothing_to_wait_for(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    assert not Journal(tmp_path).pending()
    assert list(Journal(tmp_path).begin_replay()) == []


def test_entry_after_a_torn_line_is_whole(tmp_path: Path) -> None:
    """The power went in the middle of a line, and the next webhook came before the next replay."""
    journal = Journal(tmp_path)
    journal.append(_entry(b"torn"))
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content[: len(content) // 2])
    journal.append(_entry(b"whole"))
    assert list(journal.begin_replay()) == [_entry(b"whole")]


def test_file_that_may_grow_no_more_keeps_whole_lines_only(tmp_path: Path) -> None:
    """As on a full disk: the write breaks off in the middle, and it is not said to be on disk."""
    journal = Journal(tmp_path)
    journal.append(_entry(b"before"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / FILE).stat().st_size + 100, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            journal.append(_entry(b"x" * 1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    journal.append(_entry(b"after"))
    assert list(journal.begin_replay()) == [_entry(b"before"), _entry(b"after")]


def test_asking_whether_it_could_be_written_leaves_nothing(tmp_path: Path) -> None:
    assert Journal(tmp_path).writable()
    assert list(tmp_path.iterdir()) == []


def test_two_that_ask_at_once_whether_it_could_be_written_are_told_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, write = Journal(tmp_path), os.write

    def asked_meanwhile(descriptor: int, content: bytes) -> int:
        monkeypatch.setattr(os, "write", write)
        assert journal.writable()
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", asked_meanwhile)
    assert journal.writable()


def test_name_is_brought_to_disk_when_a_killed_process_made_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without that the file is gone after a power failure, and what was answered with it."""
    (tmp_path / FILE).write_bytes(b"torn")
    synced = list[int]()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    journal = Journal(tmp_path)
    journal.append(_entry(b"1"))
    assert synced == [(tmp_path / FILE).stat().st_ino, tmp_path.stat().st_ino]
