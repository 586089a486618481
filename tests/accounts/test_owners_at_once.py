"""Two owners remove each other at the same moment, on two nodes of a server."""

from pathlib import Path

import pytest

from ringback.accounts import members, users
from ringback.accounts.members import LastOwner, Role
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.settings import read_settings
from tests.at_once import meet
from tests.world import open_line

pytestmark = pytest.mark.sqlite  # it says itself which database it runs on


async def test_one_of_them_stays(postgres_url: str, tmp_path: Path) -> None:
    db = open_database(read_settings({"RINGBACK_DATABASE_URL": postgres_url, "RINGBACK_DATA": str(tmp_path)}))
    account, rosa, ben = db.run_now(_two_owners)
    try:
        first, second = await meet(
            db,
            postgres_url,
            lambda tx: members.remove(tx, account, ben),
            lambda tx: members.remove(tx, account, rosa),
        )
        left = [member.user.id for member in await db.read(members.of_account, account)]
    finally:
        db.close()
    assert (first, type(second), left) == (None, LastOwner, [rosa])


def _two_owners(tx: Transaction) -> tuple[str, str, str]:
    account = open_line(tx, "https://carrier.example.com", {}).account_id
    both = [users.add(tx, email=f"{name}@example.com", name=name, password="") for name in ("rosa", "ben")]
    for user in both:
        members.put(tx, account, user.id, Role.OWNER)
    return account, both[0].id, both[1].id
