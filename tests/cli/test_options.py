"""Which address the commands beside a server take for its own."""

from pathlib import Path

import pytest

from ringback.cli.options import chosen
from ringback.settings import note_address, read_settings


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with whose server somebody has said `serve --port 9000`."""
    for name in ("HOST", "PORT", "PUBLIC_URL"):
        monkeypatch.delenv(f"RINGBACK_{name}", raising=False)
    note_address(read_settings({"RINGBACK_DATA": str(tmp_path), "RINGBACK_PORT": "9000"}))
    return tmp_path


def test_it_is_the_one_that_the_server_was_started_with(served: Path) -> None:
    assert chosen(data=str(served)).public_url == "http://127.0.0.1:9000"


def test_where_none_was_started_it_is_the_usual_one(served: Path) -> None:
    assert chosen(data=str(served / "other")).public_url == "http://127.0.0.1:8080"


def test_what_is_said_now_counts(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"data": str(served), "public_url": "https://r.example"}
    assert chosen(**asked).public_url == "https://r.example"
    monkeypatch.setenv("RINGBACK_PORT", "9001")
    assert chosen(data=str(served)).public_url == "http://127.0.0.1:9001"
