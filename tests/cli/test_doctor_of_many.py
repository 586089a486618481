"""An agency with many shops reads what is not well, and not two hundred times what is."""

import json
from pathlib import Path

import pytest

from ringback.cli.doctor import examine
from ringback.cli.shopfile import apply_files
from ringback.cli.trouble import Stop
from ringback.settings import read_settings

SHOP = """
[account]
name = "Shop {n}"
time_zone = "America/Chicago"
[[lines]]
number = "+1512555010{n}"
provider = "twilio"
mode = "forwarded"
"""


def test_what_is_just_as_well_with_each_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path / "data")})
    paths = [tmp_path / f"{n}.toml" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_text(SHOP.format(n=n))
    apply_files(settings, [str(path) for path in paths], only_check=False, as_json=False)
    capsys.readouterr()
    with pytest.raises(Stop):
        examine(settings, online=False, as_json=False)
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if "receipts" in line] == [
        "ok  receipts (3): No stored decision was changed."
    ]
    wrong = {line.split()[2] for line in said if line.startswith("!!  line")}
    assert wrong == {f"+1512555010{n}:" for n in range(3)}, "each by its number"
    with pytest.raises(Stop):
        examine(settings, online=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert len([each for each in told if each["check"].startswith("receipts")]) == 3
