"""Commands on an empty folder and without a terminal."""

import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from ringback import __version__
from ringback.cli.commands import app
from ringback.cli.database import in_plain_words
from ringback.cli.trouble import Stop
from ringback.db.open import open_database
from ringback.db.transaction import StoreAway
from ringback.settings import read_settings
from tests.cli.run import Here, Ran, environ, ringback, until
from tests.ports import free_port

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop.toml"
NOTHING_YET = (
    "There is no database yet: run ringback serve, ringback demo, or ringback apply with a shop file.\n"
)


@pytest.mark.sqlite
def test_version(tmp_path: Path) -> None:
    assert ringback(tmp_path, "--version") == Ran(0, f"ringback {__version__}\n", "")


@pytest.mark.sqlite
def test_help_names_every_command(here: Here) -> None:
    ran = here.ringback("--help")
    names = {
        command.callback.__name__.replace("_", "-") for command in app.registered_commands if command.callback
    }
    assert [name for name in sorted({*names, "tasks"}) if f" {name} " not in ran.out] == []


@pytest.mark.sqlite
def test_a_command_that_does_not_exist_is_wrong_use(here: Here) -> None:
    assert here.ringback("aply").code == 2


@pytest.mark.parametrize("question", ["lines", "calls", "texts", "tasks"])
def test_on_an_empty_folder_a_question_is_answered_and_nothing_is_made(
    tmp_path: Path, here: Here, question: str
) -> None:
    assert here.ringback(question, "--json") == Ran(0, "[]\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("words", "ran"),
    [
        ("lines", Ran(0, NOTHING_YET, "")),
        ("calls", Ran(0, NOTHING_YET, "")),
        ("texts", Ran(0, NOTHING_YET, "")),
        ("tasks", Ran(0, NOTHING_YET, "")),
        ("tasks done task_1", Ran(2, "", NOTHING_YET)),
        ("export", Ran(1, "", "There is no business to export yet.\n")),
    ],
    ids=str,
)
def test_on_an_empty_folder_people_are_told_where_to_begin(
    tmp_path: Path, here: Here, words: str, ran: Ran
) -> None:
    assert here.ringback(*words.split()) == ran
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_doctor_on_an_empty_folder_finds_nothing_wrong_and_makes_nothing(tmp_path: Path) -> None:
    ran = ringback(tmp_path, "doctor", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert {finding["check"]: finding["ok"] for finding in json.loads(ran.out)} == {
        "settings": True,
        "folder": True,
        "database": True,
        "journal": True,
        "time zones": True,
    }
    assert list(tmp_path.iterdir()) == []


def test_demo_adds_its_shop_once(here: Here) -> None:
    first, second = (here.ringback("demo", "--no-week") for _ in range(2))
    next_step = "Next: ringback serve prints a link into the shop. Call +15125550142 in its simulator.\n"
    assert first == Ran(
        0,
        'Added the business "Rosa\'s Plumbing".\nAdded the line +15125550142 (simulator, dial).\n'
        + next_step,
        "",
    )
    assert second == Ran(0, "The demo shop is there already; nothing was changed.\n" + next_step, "")
    (line,) = json.loads(here.ringback("lines", "--json").out)
    assert (line["number"], line["ready"], line["missing"]) == ("+15125550142", True, [])


def test_a_shop_file_is_applied_before_the_first_start_and_the_second_time_changes_nothing(
    here: Here,
) -> None:
    assert here.ringback("apply", str(EXAMPLE)) == Ran(
        0,
        'Added the business "Rosa\'s Plumbing".\n'
        "Added the line +15125550142 (twilio, dial).\n"
        "Put 1 number on the list never_text.\n"
        "Next: ringback lines shows what to enter at the phone company, and what is still missing.\n",
        "",
    )
    assert here.ringback("apply", str(EXAMPLE)) == Ran(0, "Nothing changed.\n", "")
    exported = here.ringback("export")
    assert (exported.code, exported.err) == (0, "")
    assert here.ringback("apply", "-", stdin=exported.out.encode()) == Ran(0, "Nothing changed.\n", "")


@pytest.mark.sqlite
def test_a_broken_shop_file_is_refused_with_every_error_and_nothing_is_made(
    tmp_path: Path, here: Here
) -> None:
    (tmp_path / "shop.toml").write_text("[acount]\n[account]\nname = 3\n")
    assert here.ringback("apply", "shop.toml") == Ran(
        1,
        "",
        "shop.toml has 3 errors, nothing was applied:\n"
        "  line 1: acount: this key is not known; did you mean account?\n"
        '  line 2: account.time_zone: this is missing; write a place, such as "America/Chicago"\n'
        "  line 3: account.name: 3 cannot stand here; write the business's name in quotes\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["shop.toml"]


@pytest.mark.sqlite
def test_simulate_lists_its_scenarios(here: Here) -> None:
    ran = here.ringback("simulate", "--list", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert "missed" in {each["scenario"] for each in json.loads(ran.out)}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("serve --port eight", "RINGBACK_PORT: write a number from 1 to 65535, not 'eight'\n"),
        ("apply nowhere.toml", "Cannot read nowhere.toml: No such file or directory.\n"),
        ("apply .", "Cannot read .: Is a directory.\n"),
    ],
    ids=str,
)
def test_wrong_use_is_one_plain_sentence(here: Here, words: str, said: str) -> None:
    assert here.ringback(*words.split()) == Ran(2, "", said)


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ringback", "simulate", "--list"],
        env=environ(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""


@pytest.mark.sqlite
def test_a_reader_that_leaves_in_the_middle_ends_it_quietly_and_well(tmp_path: Path) -> None:
    words = f"{sys.executable} -m ringback providers --json"
    ran = subprocess.run(
        ["/bin/bash", "-c", f"{words} | head -c 1; exit ${{PIPESTATUS[0]}}"],
        env=environ(tmp_path),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"[", b"")


@pytest.mark.sqlite
@pytest.mark.parametrize("words", ["calls", "user list", "lines connect", "demo", "simulate", "lines"])
def test_help_shows_no_value_for_a_flag(here: Here, words: str) -> None:
    assert "<bool>" not in here.ringback(*words.split(), "--help").out


def test_a_person_is_put_on_a_list_whatever_the_database(here: Here) -> None:
    assert here.ringback("demo", "--no-week").code == 0
    assert here.ringback("lists", "put", "vip", "+15125550111") == Ran(
        0, "1 number new on the list vip.\n", ""
    )


@pytest.mark.sqlite
def test_a_database_of_another_program_is_refused(here: Here) -> None:
    theirs = here.folder / "places.sqlite"
    with closing(sqlite3.connect(theirs)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    said = (
        f"{theirs} is another program's database; nothing in it was changed. "
        "Name another with RINGBACK_DATABASE_URL or --database-url.\n"
    )
    for words in ("demo", "calls", "backup b", "user list"):
        assert here.ringback(*words.split(), RINGBACK_DATABASE_URL=f"sqlite:///{theirs}") == Ran(1, "", said)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("redirect", "code", "said"),
    [
        (">&-", 0, ""),
        (">/dev/full", 1, "Not everything could be written: No space left on device.\n"),
    ],
)
def test_an_output_that_takes_nothing_is_no_fault_of_the_program(
    tmp_path: Path, redirect: str, code: int, said: str
) -> None:
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m ringback providers --json {redirect}"],
        env=environ(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "", said)


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "the key in secret.key is damaged: put the one of a backup back; without one move it away, "),
        ({"RINGBACK_KEY": "abc"}, "RINGBACK_KEY is no key: write what is in a secret.key."),
        ({"RINGBACK_KEY": "file:none"}, "cannot read the file none: No such file or directory."),
    ],
)
def test_serve_does_not_start_with_what_is_no_key(
    tmp_path: Path, variables: dict[str, Any], said: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text("garbage\n")
    ran = ringback(tmp_path, "serve", "--port", str(free_port()), **variables)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"Not started: {said}")


@pytest.mark.slow
def test_serve_and_the_other_commands_work_beside_it(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "ringback", "serve", "--port", str(port)]
    with subprocess.Popen(
        words, env=environ(tmp_path), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        try:
            assert server.stdout
            until(lambda: is_ready(address))
            applied = ringback(tmp_path, "apply", str(EXAMPLE))
            listed = ringback(tmp_path, "lines", "--json", RINGBACK_PUBLIC_URL="https://r.example")
            listed_here = ringback(tmp_path, "lines", "--json")
            again = ringback(tmp_path, "serve", "--port", str(free_port()))
            taken = ringback(tmp_path, "serve", "--port", str(port), RINGBACK_DATA=str(tmp_path / "other"))
        finally:
            server.terminate()
        out, err = server.communicate(timeout=30)
    assert (applied.code, applied.err) == (0, "")
    (line,) = json.loads(listed.out)
    assert line["addresses"]["voice"].startswith("https://r.example/in/ln_")
    assert json.loads(listed_here.out)[0]["addresses"]["voice"].startswith(f"{address}/in/ln_")
    assert line["missing"] == ["Set the environment variable TWILIO_AUTH_TOKEN where the server runs."]
    assert again == Ran(1, "", f"Not started: another Ringback already works in {tmp_path / 'data'}.\n")
    assert taken == Ran(1, "", f"Cannot listen on 127.0.0.1:{port}: Address already in use.\n")
    said = out.decode().splitlines()
    assert said[0] == f"Ringback is running at {address}  (stop it with Ctrl+C)"
    assert (server.returncode, err.decode()) == (0, "")
    # The last one to close the database tidies up its log.
    assert not (tmp_path / "data" / "ringback.sqlite-wal").exists()


@pytest.mark.slow
def test_serve_that_is_stopped_while_it_starts_ends(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "ringback", "serve", "--port", str(free_port())]
    with subprocess.Popen(words, env=environ(tmp_path), stdout=subprocess.PIPE) as server:
        until(lambda: (tmp_path / "data" / "serve.lock").exists())
        server.terminate()
        server.communicate(timeout=30)
    assert server.returncode == 0


def is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):  # refused, or too slow an answer: look again
        return False


@pytest.mark.sqlite
def test_a_database_that_only_others_may_write_in_says_what_to_do(tmp_path: Path) -> None:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path)})
    with pytest.raises(Stop) as stopped, in_plain_words(settings):
        raise StoreAway("attempt to write a readonly database")
    assert stopped.value.sentence == (
        f"The database {tmp_path / 'ringback.sqlite'} cannot be used: attempt to write a readonly database. "
        "Let the user who runs Ringback write in the file and its folder."
    )


@pytest.mark.sqlite
def test_what_customers_say_lies_in_a_folder_of_its_own_user(tmp_path: Path) -> None:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path / "data")})
    open_database(settings).close()
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700


@pytest.mark.sqlite
def test_what_a_text_means_is_told_to_programs_in_ascii_whatever_the_terminal_can_show(here: Here) -> None:
    ran = here.ringback("understand", "--json", stdin="não\n李\n".encode())
    assert (ran.code, ran.out.isascii()) == (0, True)
    assert [json.loads(line)["text"] for line in ran.out.splitlines()] == ["não", "李"]
