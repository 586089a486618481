"""Nodes that share a database share the key to its secrets; one with another does not start."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ringback.app import Ringback
from ringback.lines.shared_key import OtherKey
from ringback.settings import Settings, read_settings
from tests.cli.run import ringback

pytestmark = pytest.mark.sqlite  # once: it says itself which database it runs on
OURS, ANOTHER = (Fernet.generate_key().decode() for _ in range(2))


def node(url: str, data: Path, key: str) -> Settings:
    return read_settings({"RINGBACK_DATABASE_URL": url, "RINGBACK_DATA": str(data), "RINGBACK_KEY": key})


async def test_only_nodes_with_the_key_of_the_first_start(postgres_url: str, tmp_path: Path) -> None:
    async with Ringback.open(node(postgres_url, tmp_path / "a", OURS)):
        async with Ringback.open(node(postgres_url, tmp_path / "b", OURS)):
            pass
        with pytest.raises(OtherKey, match=r"^RINGBACK_KEY is not the key that the secrets in the database"):
            async with Ringback.open(node(postgres_url, tmp_path / "c", ANOTHER)):
                pass
        with pytest.raises(OtherKey, match=r"^secret\.key is gone"):
            async with Ringback.open(node(postgres_url, tmp_path / "d", "")):
                pass


async def test_of_two_that_start_at_once_with_two_keys_one_does(postgres_url: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as running:
        nodes = [
            Ringback.open(node(postgres_url, tmp_path / name, key))
            for name, key in (("a", OURS), ("b", ANOTHER))
        ]
        came = await asyncio.gather(*map(running.enter_async_context, nodes), return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ["OtherKey", "Ringback"]


@pytest.mark.slow
async def test_operator_is_told_in_a_sentence(postgres_url: str, tmp_path: Path) -> None:
    async with Ringback.open(node(postgres_url, tmp_path / "a", OURS)):
        (tmp_path / "b").mkdir()
        ran = await asyncio.to_thread(
            lambda: ringback(
                tmp_path / "b", "worker", RINGBACK_DATABASE_URL=postgres_url, RINGBACK_KEY=ANOTHER
            )
        )
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Not started: RINGBACK_KEY is not the key that the secrets in the database are")
