"""The image is made of what there is: its files, its settings and its health check."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from ringback.settings import SETTINGS

pytestmark = pytest.mark.sqlite  # the database has no part in it

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()


def test_every_file_that_the_image_copies_is_there_and_not_left_out() -> None:
    wanted = [
        name for line in re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.M) for name in line.split()
    ]
    left_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.M)
    assert wanted
    assert [name for name in wanted if not (ROOT / name).exists() or name not in left_in] == []


def test_no_data_gets_into_the_image() -> None:
    """Whatever is not named in it is left out, and the folder of the data is not named."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert rules[0] == "*"
    assert not any(fnmatch("data", rule.removeprefix("!")) for rule in rules[1:] if rule.startswith("!"))


@pytest.mark.parametrize("written", [DOCKERFILE, COMPOSE], ids=["Dockerfile", "compose.yaml"])
def test_every_setting_that_is_given_exists(written: str) -> None:
    known = {setting.variable for setting in SETTINGS}
    given = set(re.findall(r"RINGBACK_[A-Z_]+", written))
    assert given
    assert given - known == set()


def test_the_port_and_the_folder_are_the_same_everywhere() -> None:
    port = next(setting.default for setting in SETTINGS if setting.variable == "RINGBACK_PORT")
    assert f"EXPOSE {port}\n" in DOCKERFILE
    assert f"http://127.0.0.1:{port}/readyz" in DOCKERFILE
    assert f'"127.0.0.1:{port}:{port}"' in COMPOSE
    assert "RINGBACK_DATA=/data" in DOCKERFILE
    assert '"data:/data"' in COMPOSE
