"""One `insert` for both databases; what it does is tested where it is used."""

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ringback.db.among import among
from ringback.db.insert import insert

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
