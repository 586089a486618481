"""One `insert` for both databases; what else it does is tested where it is used."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ringback.db.among import among
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from tests.db import things as nobodys
from tests.db.things import open_things, open_things_at

things = sa.Table(
    "things", sa.MetaData(), sa.Column("name", sa.Text, primary_key=True), sa.Column("times", sa.Integer)
)
NEW = insert(things)
COUNTED = NEW.on_conflict_do_update(
    index_elements=["name"], set_={"times": things.c.times + NEW.excluded.times}, where=things.c.times > 0
)
ON_BOTH = "ON CONFLICT (name) DO UPDATE SET times = (things.times + excluded.times) WHERE things.times > "


SQLITE: sa.Dialect = sqlite.dialect()
POSTGRES: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=lambda dialect: str(dialect.name))
def test_both_say_the_same_about_a_conflict(dialect: sa.Dialect) -> None:
    assert ON_BOTH in str(COUNTED.compile(dialect=dialect))
    assert str(NEW.on_conflict_do_nothing().compile(dialect=dialect)).endswith(" ON CONFLICT DO NOTHING")


def test_list_is_json_in_one_and_an_array_in_the_other() -> None:
    found = sa.select(things.c.name).where(among(things.c.name, "names_"))
    assert str(found.compile(dialect=SQLITE)).endswith("things.name IN (SELECT value FROM json_each(?))")
    assert str(found.compile(dialect=POSTGRES)).endswith("things.name = ANY (%(names_)s::VARCHAR[])")


@pytest.mark.parametrize("prepared", [True, False])
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_row_that_is_there_already_counts_as_none(
    kind: str, prepared: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    plain = insert(nobodys.things).on_conflict_do_nothing()
    add = Prepared(plain) if prepared else plain

    def twice(tx: Transaction) -> list[int]:
        return [tx.execute(add, {"name": "a"}).rowcount for _ in range(2)]

    on_file = kind == "sqlite"
    with open_things(tmp_path) if on_file else open_things_at(request.getfixturevalue("postgres_url")) as db:
        assert db.run_now(twice) == [1, 0]
