"""The table of rules for one line only, or only for the calls that come through one other number (a source).

A source is a number that forwards its calls to the line: a tracking number in an advertisement, or the
business's own mobile. Rules here override the account's rules, key by key, and a source's rules override the
line's.
"""

import json
from collections.abc import Mapping

import sqlalchemy as sa

from ringback.db.prepared import Prepared
from ringback.db.schema import account_id, metadata
from ringback.db.transaction import Transaction

line_rules = sa.Table(
    "line_rules",
    metadata,
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id", ondelete="CASCADE"), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("rules", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("line_id", "source"),
)

LINE = ""  # stands for the line itself where a source's number would stand

Rules = Mapping[str, object]  # some keys of a policy in its written form (`rules.written`)


def overrides_of(tx: Transaction, account_id: str, line_id: str) -> dict[str, str]:
    """By source (E.164) or LINE; each is canonical JSON, so that equal rules are equal text."""
    rows = tx.execute(_OF_LINE, {"account_": account_id, "line_": line_id})
    return {row.source: row.rules for row in rows}


def set_overrides(tx: Transaction, account_id: str, line_id: str, rules: Mapping[str, Rules]) -> None:
    """Make these the line's rules, by source (E.164) or LINE, and no others. Empty ones are left out.

    `rules.overrides.overridden` must have accepted them.
    """
    tx.execute(
        sa.delete(line_rules).where(line_rules.c.account_id == account_id, line_rules.c.line_id == line_id)
    )
    for source, written in rules.items():
        if written:
            text = json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            tx.execute(
                sa.insert(line_rules).values(
                    account_id=account_id, line_id=line_id, source=source, rules=text
                )
            )


_OF_LINE = Prepared(
    sa.select(line_rules.c.source, line_rules.c.rules).where(
        line_rules.c.account_id == sa.bindparam("account_"), line_rules.c.line_id == sa.bindparam("line_")
    ),
    kept=True,
)
