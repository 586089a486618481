import json
from pathlib import Path
from typing import Any

import pytest

from ringback.cli.shopfile import NEXT, apply_files, export_shop
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.settings import Settings, read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, ROSAS_LINE, ROSAS_SHOP
from tests.empty import empty_database

SHOP = """
[account]
name = "{name}"
time_zone = "America/Chicago"
[[lines]]
number = "{number}"
provider = "twilio"
mode = "forwarded"
[lines.settings]
auth_token = "t0psecret"
"""
ROSAS = SHOP.format(name=ROSAS_SHOP, number=ROSAS_LINE)
CAROLS = SHOP.format(name=CAROLS_SHOP, number=CAROLS_LINE)


class Desk:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.settings: Settings = read_settings({"RINGBACK_DATA": str(folder / "data")})
        self._capsys = capsys

    def apply(self, written: str, *, only_check: bool = False) -> Any:
        """What a program is told, and the exit code."""
        path = self.folder / "shop.toml"
        path.write_text(written)
        code = 0
        try:
            apply_files(self.settings, [str(path)], only_check=only_check, as_json=True)
        except Stop as stop:
            code = stop.code
        return json.loads(self._capsys.readouterr().out), code

    def export(self, name: str | None = None) -> str:
        export_shop(self.settings, name)
        return self._capsys.readouterr().out


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_checking_says_what_would_change_and_makes_nothing(desk: Desk) -> None:
    checked, code = desk.apply(ROSAS, only_check=True)
    assert code == 0
    assert not desk.settings.data.exists()
    assert desk.apply(ROSAS) == (checked, 0)
    assert desk.apply(ROSAS.replace("forwarded", "dial"), only_check=True)[0]["changed"] == [
        "Changed the line +15125550142: mode from forwarded to dial."
    ]
    assert desk.apply(ROSAS)[0]["changed"] == []


def test_checking_finds_what_only_applying_shows(desk: Desk) -> None:
    """A number of somebody else, and a line that cannot go live yet."""
    desk.apply(ROSAS)
    taken = ROSAS.replace(ROSAS_SHOP, "Carol's Cuts")
    watches = ROSAS.replace("[lines.settings]", "live = false\n[lines.settings]")
    goes_live = watches.replace("live = false", "live = true")
    desk.apply(watches)
    for written, says in (
        (taken, "belongs to another business"),
        (goes_live, "cannot go live yet. Say first"),
    ):
        checked, applied = desk.apply(written, only_check=True), desk.apply(written)
        assert checked == applied
        assert checked[1] == 1
        assert says in checked[0]["errors"][0]["sentence"]


def test_a_program_is_told_changes_notes_and_errors(desk: Desk) -> None:
    empty_database(desk.settings.data)
    template = '[[templates]]\nfor = "missed"\ntext = "{business}: SORRY WE MISSED YOU. {stop}"\n'
    said, code = desk.apply(ROSAS + template)
    assert (code, said["errors"]) == (0, [])
    assert said["changed"][0] == 'Added the business "Rosa\'s Plumbing".'
    assert (said["notes"][0]["line"], said["notes"][0]["key"]) == (13, "templates[0].text")
    assert desk.apply(ROSAS.replace("forwarded", "forwarding")) == (
        {
            "changed": [],
            "notes": [],
            "errors": [
                {
                    "line": 8,
                    "key": "lines[0].mode",
                    "sentence": '"forwarding" is not a mode: did you mean forwarded?',
                }
            ],
        },
        FINDING,
    )


LINE_RULES = """
[lines.hours]
time_zone = "America/Denver"
mon = ["09:00-12:00"]
[lines.text_back]
when = "open"
late_after = "3600s"
[[lines.templates]]
for = "missed"
text = "{business}: sorry! How can we help? {stop}"
[[lines.sources]]
number = "(512) 555-0155"
[lines.sources.text_back]
delay_seconds = 0
"""


def test_the_rules_of_a_line_are_kept_and_what_is_exported_changes_nothing(desk: Desk) -> None:
    empty_database(desk.settings.data)
    desk.apply(ROSAS + LINE_RULES)
    exported = desk.export()
    assert exported.partition("[lines.hours]")[2] == (
        '\ntime_zone = "America/Denver"\nmon = ["09:00-12:00"]\n'
        "tue = []\nwed = []\nthu = []\nfri = []\nsat = []\nsun = []\n"
        '[lines.text_back]\nlate_after = "1h"\nwhen = "open"\n'
        '[[lines.templates]]\nfor = "missed"\ntext = "{business}: sorry! How can we help? {stop}"\n'
        '[[lines.sources]]\nnumber = "+15125550155"\n[lines.sources.text_back]\ndelay_seconds = 0\n'
    )
    assert desk.apply(exported) == ({"changed": [], "notes": [], "errors": []}, 0)
    said, _ = desk.apply(ROSAS)
    assert said["changed"] == [
        f"Changed the line {ROSAS_LINE}: other hours; late_after from 1h to as usual; other texts; "
        "time_zone from America/Denver to as usual; when from open to as usual; "
        "delay_seconds for calls through +15125550155 from 0 to as usual."
    ]
    assert "[lines.hours]" not in desk.export()


def test_a_number_of_another_business_is_an_error_and_nothing_is_applied(desk: Desk) -> None:
    empty_database(desk.settings.data)
    desk.apply(CAROLS)
    said, code = desk.apply(ROSAS.replace(ROSAS_LINE, CAROLS_LINE))
    assert code == FINDING
    assert said["errors"] == [
        {
            "line": None,
            "key": "",
            "sentence": "+15125550182 belongs to another business in this database; correct the number, or "
            "remove it there first",
        }
    ]
    with pytest.raises(Stop, match="There is no business named"):
        desk.export(ROSAS_SHOP)


def test_an_export_has_no_secret_and_changes_nothing(desk: Desk) -> None:
    empty_database(desk.settings.data)
    desk.apply(ROSAS)
    exported = desk.export()
    assert "t0psecret" not in exported
    assert desk.apply(exported) == ({"changed": [], "notes": [], "errors": []}, 0)


def test_of_several_businesses_one_is_exported(desk: Desk) -> None:
    empty_database(desk.settings.data)
    desk.apply(ROSAS)
    desk.apply(CAROLS)
    assert f'name = "{CAROLS_SHOP}"' in desk.export(CAROLS_SHOP)
    with pytest.raises(Stop) as caught:
        desk.export()
    assert (caught.value.sentence, caught.value.code) == (
        'Say which business with --account: "Carol\'s Salon", "Rosa\'s Plumbing".',
        WRONG_USE,
    )


def test_of_several_files_the_one_that_is_wrong_changes_nothing_and_the_others_are_applied(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = CAROLS.replace("twilio", "twilight")
    files = [desk.folder / name for name in ("carol.toml", "rosa.toml", "again.toml")]
    for file, written in zip(files, (broken, ROSAS, ROSAS), strict=True):
        file.write_text(written)
    paths = [str(file) for file in files]
    with pytest.raises(Stop) as caught:
        apply_files(desk.settings, paths, only_check=False, as_json=False)
    said = capsys.readouterr()
    assert (caught.value.sentence, caught.value.code) == ("", FINDING)
    assert said.err.splitlines()[0] == f"{files[0]} has 1 error, nothing was applied:"
    assert said.out.splitlines() == [
        f"{files[1]}:",
        f'  Added the business "{ROSAS_SHOP}".',
        f"  Added the line {ROSAS_LINE} (twilio, forwarded).",
        "3 files: 1 changed, 1 as they were, 1 with errors.",
        NEXT,
    ]
    with pytest.raises(Stop):
        apply_files(desk.settings, paths, only_check=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert [(one["file"], bool(one["errors"]), one["changed"]) for one in told] == [
        (paths[0], True, []),
        (paths[1], False, []),
        (paths[2], False, []),
    ]


def test_a_file_that_cannot_be_read_stops_before_the_first_is_applied(desk: Desk) -> None:
    (desk.folder / "rosa.toml").write_text(ROSAS)
    paths = [str(desk.folder / "rosa.toml"), str(desk.folder / "carol.toml")]
    with pytest.raises(Stop, match=r"Cannot read .*carol\.toml: No such file or directory"):
        apply_files(desk.settings, paths, only_check=False, as_json=False)
    assert not desk.settings.data.exists()


def refused(desk: Desk, path: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines that a person reads."""
    with pytest.raises(Stop):
        apply_files(desk.settings, [path], only_check=False, as_json=False)
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.splitlines()


def test_a_flood_of_errors_is_cut_short_for_people(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.folder / "shop.toml"
    path.write_text(ROSAS + "".join(f"k{n} = 1\n" for n in range(150)))
    lines = refused(desk, str(path), capsys)
    assert (lines[0], len(lines), lines[-1]) == (
        f"{path} has 150 errors, nothing was applied:",
        102,
        "  and 50 more",
    )


def test_what_a_file_makes_us_say_does_not_reach_the_terminal_as_a_command(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.folder / "shop.toml"
    path.write_text('[account]\nname = "Rosa"\ntime_zone = "\\u001b[2J"\n')
    assert "\x1b" not in "".join(refused(desk, str(path), capsys))


def test_an_endless_file_ends(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert "the file is larger than 1 MB" in "".join(refused(desk, "/dev/zero", capsys))


def test_a_folder_that_cannot_be_made_is_told(desk: Desk) -> None:
    (desk.folder / "data").write_text("in the way")
    path = desk.folder / "shop.toml"
    path.write_text(ROSAS)
    with pytest.raises(Stop) as caught:
        apply_files(desk.settings, [str(path)], only_check=False, as_json=False)
    assert caught.value.sentence == f"Cannot use {desk.folder / 'data'}: File exists."


@pytest.mark.sqlite
def test_a_file_that_is_no_database_is_told(desk: Desk) -> None:
    desk.settings.data.mkdir()
    desk.settings.database_path.write_bytes(b"this is no database at all, and never was" * 100)
    with pytest.raises(Stop) as caught:
        desk.export()
    assert caught.value.sentence == (
        f"The database {desk.settings.database_path} cannot be used: file is not a database."
    )
