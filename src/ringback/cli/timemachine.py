"""`ringback replay`: what other rules would have done with real calls. Nothing is stored."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.progress import progress
from ringback.cli.shopfile import read_rules
from ringback.cli.show import plain, show_json, show_table
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.contacts.listed import Listed
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty
from ringback.lib.progress import watched
from ringback.messages.words import clock
from ringback.rules.units import parse_duration
from ringback.rules.written import canonical
from ringback.settings import Settings
from ringback.shop.shop import Shop
from ringback.shop.stored import stored_lists
from ringback.timemachine.difference import Difference, Kind, Report, compare
from ringback.timemachine.redecide import redecide
from ringback.timemachine.stored import Rules, rules_now, stored_calls

MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Replayed:
    business: str
    since: datetime
    report: Report
    unreadable: int


def replay_stored(
    settings: Settings, since: str, shop_file: str | None, account: str | None, price: float, *, as_json: bool
) -> None:
    """`since` is a length of time or a day; `shop_file` states the rules to try (a part of one is
    enough), else those of today."""
    shop = read_rules(settings, shop_file, account) if shop_file else None
    found = ask(settings, _replayed, since, shop, account)
    if as_json:
        show_json([_as_json(one, price) for one in found or []])
    elif not found:
        print(NOTHING_YET if found is None else "There is no business yet.")
    else:
        for one in found:
            _show(one, price)


def _replayed(tx: Transaction, since: str, shop: Shop | None, name: str | None) -> list[Replayed]:
    if shop is None:
        return [_one(tx, account, since, rules_now(tx, account)) for account in accounts_named(tx, name)]
    known = accounts.by_name(tx, shop.name)
    if known is None or name not in (None, shop.name):
        names = ", ".join(f'"{account.name}"' for account in accounts.every(tx)) or "none yet"
        said = f'The file is about "{shop.name}"; there are: {names}.'
        raise Stop(f"{said} ringback export writes the file of one.", WRONG_USE)
    return [_one(tx, known, since, rules_of(shop, _moved(tx, known, shop)))]


def _one(tx: Transaction, account: Account, since: str, rules: Rules) -> Replayed:
    begins = since_when(since, tx.now)
    stored = stored_calls(tx, account, begins, rules)
    decided = redecide(watched(stored.calls, "decided", progress()), stored.heard_at)
    report = compare(decided, account.name, account.profile.language)
    return Replayed(account.name, begins, report, stored.unreadable)


def rules_of(shop: Shop, moved: Mapping[str, Listed] | None = None) -> Rules:
    """What a shop file states. `moved`: the numbers that it puts on another list."""
    overrides = {
        line.number: {source: json.dumps(own, sort_keys=True) for source, own in line.rules.items()}
        for line in shop.lines
    }
    return Rules(canonical(shop.policy), overrides, moved or {})


def _moved(tx: Transaction, account: Account, shop: Shop) -> dict[str, Listed]:
    """The numbers that the file puts on another list than they are on. A list it does not name stays."""
    before = {n: which for which, numbers in stored_lists(tx, account).items() for n in numbers}
    wanted = {n: which for which, numbers in shop.lists.items() for n in numbers}
    gone = [n for n, which in before.items() if which in shop.lists and n not in wanted]
    moved = {n: which for n, which in wanted.items() if before.get(n) is not which}
    return {**moved, **dict.fromkeys(gone, Listed.NO)}


def since_when(written: str, now: datetime) -> datetime:
    """ "30d" ago, or the beginning of "2026-10-01" in UTC. Stops when it is neither."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            return datetime.fromisoformat(written).replace(tzinfo=UTC)
        return now - max(parse_duration(written), timedelta(seconds=1))
    except (ValueError, OverflowError):
        said = f'"{written}" says no time: write how long ago, such as 30d, or a day, such as 2026-10-01.'
        raise Stop(said, WRONG_USE) from None


def _as_json(one: Replayed, price: float) -> dict[str, object]:
    report = one.report
    return {
        "account": one.business,
        "since": one.since.isoformat(),
        "calls": report.calls,
        "unreadable": one.unreadable,
        "texts": {"was": report.texts["was"], "would": report.texts["would"]},
        "segments": {"was": report.segments["was"], "would": report.segments["would"]},
        "cost": {
            "price": price,
            "was": _money(report.segments["was"] * price),
            "would": _money(report.segments["would"] * price),
        },
        **{kind.value: [_difference_as_json(d) for d in report.of(kind)] for kind in Kind},
    }


def _difference_as_json(difference: Difference) -> dict[str, object]:
    return {**asdict(difference), "at": difference.at.isoformat(), "kind": difference.kind.value}


def _money(amount: float) -> float:
    return round(amount, 4)


def _show(one: Replayed, price: float) -> None:
    report = one.report
    print(f"{one.business}: {count(report.calls, 'missed call')} since {one.since:%Y-%m-%d}.")
    if one.unreadable:
        print(f"{count(one.unreadable, 'call')} decided by a newer Ringback cannot be replayed.")
    if not report.calls:
        print("So there is nothing to decide again; --calls FILE tries the rules on a call log instead.")
        return
    if not report.differences:
        print("No difference: every call would be decided as it was.")
        return
    more, fewer, otherwise = (report.of(kind) for kind in Kind)
    print(
        f"{count(report.texts['would'], 'text')} instead of {report.texts['was']}: "
        f"{len(more)} more, {len(fewer)} fewer; {len(otherwise)} otherwise."
    )
    was, would = report.segments["was"] * price, report.segments["would"] * price
    print(f"At ${price:g} a part: ${would:.2f} instead of ${was:.2f}. Nothing is changed or sent.")
    for title, found in (("More", more), ("Fewer", fewer), ("Otherwise", otherwise)):
        _show_differences(title, found)


def _show_differences(title: str, found: list[Difference]) -> None:
    if not found:
        return
    print(f"\n{title}:")
    show_table(("when", "caller", "line", "now", "why"), map(_cells, found[:MOST_SHOWN]))
    if len(found) > MOST_SHOWN:
        print(f"and {len(found) - MOST_SHOWN} more; --json has them all.")


def _cells(difference: Difference) -> tuple[str, str, str, str, str]:
    at = difference.at
    number = pretty(difference.number) if difference.number else "hidden"
    caller = f"{plain(difference.name)} {number}".strip()
    when = f"{at:%a} {at:%b} {at.day}, {clock(at)}"
    return when, caller, pretty(difference.line), difference.what, difference.sentence


def count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
