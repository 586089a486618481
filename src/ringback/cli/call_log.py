"""`ringback replay --calls FILE`: last month as it would have been. Reads a call log, and stores nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from ringback.accounts.store import Account
from ringback.cli.database import accounts_named, ask
from ringback.cli.progress import progress
from ringback.cli.shopfile import read_rules
from ringback.cli.show import plain, show_json
from ringback.cli.timemachine import count, rules_of
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.contacts.listed import Listed
from ringback.db.transaction import Transaction
from ringback.lib.progress import watched
from ringback.lines import store as lines
from ringback.rules.hours import opening_at
from ringback.rules.written import canonical, policy_from
from ringback.settings import Settings
from ringback.shop.shop import Shop
from ringback.shop.stored import stored_lists
from ringback.timemachine.difference import Report, compare
from ringback.timemachine.imagined import Business, imagine
from ringback.timemachine.log_calls import CallLog, read_calls
from ringback.timemachine.log_columns import Columns, Role, columns_of, likeness
from ringback.timemachine.log_file import LARGEST, LogFile, Unreadable, read_log
from ringback.timemachine.log_words import Ending
from ringback.timemachine.redecide import redecide
from ringback.timemachine.stored import Rules, rules_now

WORKDAYS: Final = ("mon", "tue", "wed", "thu", "fri")
ASSUMED_ZONE: Final = "America/New_York"
NOTHING_KNOWN: Final = (
    "No shop file was given. So this takes the usual rules, hours from 8 AM to 5 PM on Monday to Friday, and "
    "the time of New York: --with shop.toml takes yours."
)
REASONS: Final = {
    "text": "would have been texted",
    "call_back:repeat": "called again soon: a person would have been told",
    "call_back:in_touch": "had just been in touch with a person",
    "call_back:not_textable": "cannot be texted (toll-free, or another country): call back",
    "call_back:hours": "outside of the time for texts: call back",
    "call_back:tell_me": "on the tell-me list: call back",
    "call_back:spent": "came when texts had cost as much as you allow: call back",
    "call_back:unheard": "came while texts were paused, because nobody heard them: call back",
    "call_back:cooldown": "had been texted within the cool-down: call back",
    "skip:same_episode": "had a text on its way already",
    "skip:hidden_number": "hid their number",
    "skip:unusable_number": "called from a number that nobody can call back",
    "skip:never_text": "on the never-text list",
    "skip:own_number": "one of your own numbers",
    "skip:loop": "called again and again within the hour",
    "skip:shadow": "only watched: shadow is on",
    "hold:fuse": "held by the limit of texts in a minute, an hour or a day",
    "hold:robocall": "held because they look like robocalls",
}


@dataclass(frozen=True, slots=True)
class Shopfront:
    """Whose calls these are: what a shop file, the database, or nobody says."""

    business: str
    country: str
    time_zone: str
    own: frozenset[str]
    listed: Mapping[str, Listed]
    rules: Rules
    note: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Imported:
    file: LogFile
    columns: Columns
    log: CallLog
    report: Report
    missed: int
    after_hours: int
    callers: int
    front: Shopfront


def replay_log(
    settings: Settings,
    path: str,
    shop_file: str | None,
    account: str | None,
    mapped: str,
    price: float,
    now: datetime,
    *,
    as_json: bool,
) -> None:
    front = _shopfront(settings, shop_file, account)
    try:
        found = _imported(_content(path), said_columns(mapped), front, now)
    except Unreadable as why:
        raise Stop(f"{path}: {why}", WRONG_USE) from None
    if as_json:
        show_json(_as_json(found, price))
    else:
        _show(path, found, price)


def _imported(content: bytes, said: Mapping[str, str], front: Shopfront, now: datetime) -> Imported:
    zone = ZoneInfo(front.time_zone)
    file = read_log(content, likeness)
    columns = columns_of(file, said)
    told = progress()
    log = read_calls(file, columns, front.own, front.country, zone, now.astimezone(zone).date(), told)
    imagined = imagine(log.calls, Business(front.own, front.listed, lambda line: front.rules.on(line, None)))
    decided = redecide(watched(imagined.missed, "decided", told), imagined.heard_at)
    report = compare(decided, front.business, front.language)
    closed = sum(not opening_at(past.rules, past.facts.missed_at).open for past in imagined.missed)
    callers = len({past.caller for past in imagined.missed if past.caller})
    return Imported(file, columns, log, report, len(imagined.missed), closed, callers, front)


def said_columns(written: str) -> dict[str, str]:
    """ "date=1,number=Phone No" by what it says. Stops when it is written in another way."""
    said = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        what, equals, column = pair.partition("=")
        if not equals or not column.strip():
            raise Stop(f'"{pair}" says no column: write --map date=1,number=2,result=3.', WRONG_USE)
        said[what.strip().lower()] = column.strip()
    return said


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "this is no name of a file"
        raise Stop(f"Cannot read {path}: {why}.", WRONG_USE) from None


def _shopfront(settings: Settings, shop_file: str | None, account: str | None) -> Shopfront:
    if shop_file:
        return _of_file(read_rules(settings, shop_file, account))
    found = ask(settings, _of_database, account)
    if found:
        return found
    policy = policy_from({"time_zone": ASSUMED_ZONE, "hours": {day: ["08:00-17:00"] for day in WORKDAYS}})
    return Shopfront(
        "Your business", "US", ASSUMED_ZONE, frozenset(), {}, Rules(canonical(policy), {}), NOTHING_KNOWN
    )


def _of_file(shop: Shop) -> Shopfront:
    own = frozenset(n for line in shop.lines for n in (line.number, *line.plan.ring))
    listed = {number: which for which, numbers in shop.lists.items() for number in numbers}
    language = shop.profile.language
    return Shopfront(shop.name, shop.country, shop.time_zone, own, listed, rules_of(shop), language=language)


def _of_database(tx: Transaction, name: str | None) -> Shopfront | None:
    found = accounts_named(tx, name)
    if len(found) > 1:
        names = ", ".join(f'"{account.name}"' for account in found)
        raise Stop(f"Say which business with --account: {names}.", WRONG_USE)
    return _of_account(tx, found[0]) if found else None


def _of_account(tx: Transaction, account: Account) -> Shopfront:
    listed = {number: which for which, numbers in stored_lists(tx, account).items() for number in numbers}
    own, rules = lines.own_numbers(tx, account.id), rules_now(tx, account)
    language = account.profile.language
    return Shopfront(account.name, account.country, account.time_zone, own, listed, rules, language=language)


def _as_json(found: Imported, price: float) -> dict[str, object]:
    log, segments = found.log, found.report.segments["would"]
    return {
        "account": found.front.business,
        "note": found.front.note,
        "file": {
            "encoding": found.file.encoding,
            "separator": found.file.separator,
            "columns": _columns(found.columns),
            "rows": log.rows,
            "day_first": log.order.day_first,
            "unknown": [
                {"reason": reason, "rows": rows, "first_line": log.examples[reason]}
                for reason, rows in log.unknown.most_common()
            ],
        },
        "from": log.calls[0].at.isoformat() if log.calls else None,
        "to": log.calls[-1].at.isoformat() if log.calls else None,
        "calls": len(log.calls),
        "outgoing": sum(not call.inbound for call in log.calls),
        "answered": sum(call.inbound and call.ending is Ending.ANSWERED for call in log.calls),
        "missed": found.missed,
        "callers": found.callers,
        "texted": found.report.texts["would"],
        "by_verdict": dict(found.report.by_verdict.most_common()),
        "after_hours": found.after_hours,
        "judged_by_length": log.assumed,
        "segments": segments,
        "cost": {"price": price, "would": round(segments * price, 4)},
    }


def _columns(columns: Columns) -> dict[str, list[str]]:
    return {role.value: [columns.names[place] for place in places] for role, places in columns.places.items()}


def _show(path: str, found: Imported, price: float) -> None:
    log = found.log
    if found.front.note:
        print(found.front.note)
    print(f"{path}: {count(log.rows, 'row')}, {found.file.encoding}.")
    for what, names in _columns(found.columns).items():
        print(f"  {what} from {', '.join(plain(name) or 'a column without a name' for name in names)}")
    _show_doubts(log, Role.DATE in found.columns.places)
    if log.calls:
        zone = ZoneInfo(found.front.time_zone)
        first, last = (call.at.astimezone(zone) for call in (log.calls[0], log.calls[-1]))
        print(f"{count(len(log.calls), 'call')} from {first:%Y-%m-%d} to {last:%Y-%m-%d}.")
    print()
    _show_summary(found, price)


def _show_doubts(log: CallLog, dated: bool) -> None:
    if dated and not log.order.certain:
        order = "day first" if log.order.day_first else "month first"
        other = "mdy" if log.order.day_first else "dmy"
        print(f"Dates such as 5/10 are read {order}; --map dates={other} reads them the other way round.")
    if log.assumed:
        print(
            f"Of {count(log.assumed, 'call')} only their length says whether they were answered: those of no "
            "length are taken for missed. A bill that lists no missed calls cannot show them."
        )
    for reason, rows in log.unknown.most_common():
        print(f"Left out: {count(rows, 'row')}, {reason} (first on line {log.examples[reason]}).")


def _show_summary(found: Imported, price: float) -> None:
    report: Report = found.report
    verdicts: Counter[str] = report.by_verdict
    if not found.missed:
        print("No missed call is in this log.")
        return
    texted = verdicts["text"]
    print(
        f"Of {count(found.missed, 'missed call')} by {count(found.callers, 'caller')} {texted:,} would have "
        f"been texted within seconds; {found.after_hours:,} came after hours."
    )
    for verdict, calls in verdicts.most_common():
        if verdict != "text":
            print(f"  {calls:,} {REASONS.get(verdict, verdict.replace(':', ': ').replace('_', ' '))}")
    segments = report.segments["would"]
    print(f"{count(segments, 'part')} at ${price:g} make ${segments * price:.2f}. Nothing is stored or sent.")
