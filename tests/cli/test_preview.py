"""`ringback preview`."""

import json
from pathlib import Path

from tests.cli.run import ringback

SHOP = """
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
[hours]
mon = ["08:00-17:00"]
[[templates]]
for = "missed"
text = "{business} here, sorry we missed you. {stop}"
"""


def test_a_file_is_shown_before_it_is_applied(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(SHOP)
    done = ringback(tmp_path, "preview", "shop.toml", "--price", "0.01", "--json")
    texts = {one["situation"]: one for one in json.loads(done.out)["Rosa's Plumbing"]}
    assert done.code == 0
    assert texts["missed"]["text"] == "Rosa's Plumbing here, sorry we missed you. Reply STOP to opt out."
    assert (texts["busy"]["template"], texts["busy"]["cost"]) == ("missed", 0.01)
    assert not (tmp_path / "data").exists()


def test_what_is_stored_is_told_in_words(tmp_path: Path) -> None:
    ringback(tmp_path, "demo")
    done = ringback(tmp_path, "preview")
    assert done.code == 0
    assert "  Nobody took the call (missed)\n" in done.out
    assert "GSM-7, " in done.out


def test_without_anything_there_is_nothing_to_show(tmp_path: Path) -> None:
    assert ringback(tmp_path, "preview").code == 2
