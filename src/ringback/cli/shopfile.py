"""`ringback apply` and `ringback export`."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ringback.accounts.store import Account
from ringback.cli.database import accounts_named, ask, opened
from ringback.cli.show import plain, show_json
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.open import is_there
from ringback.db.transaction import Transaction
from ringback.flows.shop_applied import LinesNotReady, NumbersTaken, OnlyTried, apply_shop, try_shop
from ringback.flows.went_live import InTheWay
from ringback.lines.settings import Vault
from ringback.lines.shared_key import OtherKey, agree_on_key
from ringback.settings import Settings
from ringback.shop.changes import changes
from ringback.shop.check import read_shop
from ringback.shop.laid_over import is_part
from ringback.shop.problems import Broken, Problem
from ringback.shop.reading import LARGEST, read_tables
from ringback.shop.shop import Shop
from ringback.shop.stored import stored_shop
from ringback.shop.write import write_shop

MOST_SHOWN = 100
WHOLE = "ringback export writes a whole file of what is in force"
NEXT = "Next: ringback lines shows what to enter at the phone company, and what is still missing."
HEADER = "# Written by ringback export. Apply it with: ringback apply FILE\n\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. With errors nothing was applied of it."""

    path: str
    changed: Sequence[str] = ()  # sentences
    notes: Sequence[Problem] = ()
    errors: Sequence[Problem] = ()
    lines: int = 0


def apply_files(settings: Settings, paths: Sequence[str], *, only_check: bool, as_json: bool) -> None:
    """Each by itself: one that is wrong changes nothing, and the others are applied all the same."""
    files = [(path, _content(path)) for path in paths]  # one that cannot be read stops all, before the first
    outcomes: list[Outcome] = []
    for path, content in files:
        outcomes.append(_outcome(settings, path, content, only_check))
        if not as_json:
            _report(outcomes[-1], only_check, alone=len(files) == 1)
    if as_json:
        told = [{"file": outcome.path, **_as_json(outcome)} for outcome in outcomes]
        show_json(told if len(told) > 1 else _as_json(outcomes[0]))
    elif len(files) > 1:
        _sum_up(outcomes, only_check)
    if any(outcome.errors for outcome in outcomes):
        raise Stop("", FINDING)


def _outcome(settings: Settings, path: str, content: bytes, only_check: bool) -> Outcome:
    try:
        checked = read_shop(content)
        said = _would_change(settings, checked.shop) if only_check else _apply(settings, checked.shop)
    except Broken as broken:
        return Outcome(path, errors=broken.problems)
    except NumbersTaken as taken:
        return Outcome(path, errors=[Problem(0, "", _taken(number)) for number in taken.numbers])
    except LinesNotReady as not_yet:
        return Outcome(path, errors=[Problem(0, "", _not_ready(*line)) for line in not_yet.why.items()])
    return Outcome(path, said, checked.notes, lines=len(checked.shop.lines))


def read_rules(settings: Settings, path: str, account: str | None) -> Shop:
    """The rules to try: of a whole shop file, or of a part, laid over what the business has now. Stops with
    all that is wrong."""
    try:
        content = _content(path)
        whole = _whole(settings, account) if is_part(read_tables(content)[0]) else None
        return read_shop(content, whole).shop
    except Broken as broken:
        raise Stop(_refusal(path, broken.problems, f"it cannot be used; {WHOLE}")) from None


def _whole(settings: Settings, account: str | None) -> bytes:
    written = ask(settings, _exported, Vault.of(settings), account)
    if written is None:
        said = "The file does not say which business it is about, and there is none yet over which to lay it."
        raise Stop(f"{said} Write [account] with name and time_zone.", WRONG_USE)
    return written.encode()


def export_shop(settings: Settings, name: str | None) -> None:
    written = ask(settings, _exported, Vault.of(settings), name)
    if written is None:
        raise Stop("There is no business to export yet.")
    print(HEADER + written, end="")


def _content(path: str) -> bytes:
    """One byte more than may be there is enough to see that it is too large."""
    if path == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Stop(f"Cannot read {path}: {error.strerror}.", WRONG_USE) from None
    except ValueError:
        raise Stop("Cannot read a file whose name has a zero byte in it.", WRONG_USE) from None


def _apply(settings: Settings, shop: Shop) -> list[str]:
    vault = Vault.of(settings)
    with opened(settings) as db:
        try:
            db.run_now(agree_on_key, vault)
        except OtherKey as why:
            raise Stop(f"Nothing was applied: {why}.") from None
        return db.run_now(apply_shop, shop, vault, settings.public_url)


def _would_change(settings: Settings, shop: Shop) -> list[str]:
    """Without a database nothing is asked but the file itself, and none is made."""
    if not is_there(settings):
        return changes(None, shop)
    said: list[str] = []
    with opened(settings) as db, _making_no_key(settings) as vault:
        try:
            db.run_now(try_shop, shop, vault, settings.public_url)
        except OnlyTried as tried:
            said = tried.said
    return said


@contextmanager
def _making_no_key(settings: Settings) -> Iterator[Vault]:
    vault = Vault.of(settings)
    if vault.is_there:
        yield vault
    else:
        with TemporaryDirectory() as elsewhere:
            yield Vault(Path(elsewhere))


def _exported(tx: Transaction, vault: Vault, name: str | None) -> str | None:
    found = accounts_named(tx, name)
    if len(found) > 1:
        raise Stop(f"Say which business with --account: {_names(found)}.", WRONG_USE)
    return write_shop(stored_shop(tx, found[0], vault)) if found else None


def _names(accounts: Iterable[Account]) -> str:
    return ", ".join(f'"{account.name}"' for account in accounts)


def _taken(number: str) -> str:
    return (
        f"{number} belongs to another business in this database; correct the number, or remove it there first"
    )


def _not_ready(number: str, why: InTheWay) -> str:
    """What is missing, and what may be written instead."""
    instead = "" if why.notice else " Or write live_without with the reason why it goes live all the same."
    return f"{number} cannot go live yet. {' '.join(why.sentences)}{instead}"


def _refusal(path: str, problems: Sequence[Problem], so: str) -> str:
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    lines = [f"  {plain(str(problem))}" for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"  and {len(problems) - MOST_SHOWN} more")
    return "\n".join([f"{path} has {count}, {so}:", *lines])


def _report(outcome: Outcome, only_check: bool, *, alone: bool) -> None:
    """Of several files only those are told of about which there is something to say."""
    path, changed = outcome.path, outcome.changed
    if outcome.errors:
        print(_refusal(path, outcome.errors, "nothing was applied"), file=sys.stderr)
        return
    if only_check and (alone or changed):
        print(
            f"{path} is right. Applying it would say:" if changed else f"{path} is right and changes nothing."
        )
    elif alone and not changed:
        print("Nothing changed.")
    elif not alone and (changed or outcome.notes):
        print(f"{path}:")
    for sentence in changed:
        print(sentence if alone else f"  {sentence}")
    for note in outcome.notes:
        print(f"{'' if alone else '  '}Note: {plain(str(note))}")
    if changed and alone and not only_check and outcome.lines:
        print(NEXT)


def _sum_up(outcomes: Sequence[Outcome], only_check: bool) -> None:
    wrong = sum(bool(outcome.errors) for outcome in outcomes)
    changed = sum(bool(outcome.changed) for outcome in outcomes)
    would = "would be changed" if only_check else "changed"
    same = len(outcomes) - wrong - changed
    print(f"{len(outcomes)} files: {changed} {would}, {same} as they were, {wrong} with errors.")
    if not only_check and any(outcome.changed and outcome.lines for outcome in outcomes):
        print(NEXT)


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "changed": list(outcome.changed),
        "notes": [_of_problem(note) for note in outcome.notes],
        "errors": [_of_problem(error) for error in outcome.errors],
    }


def _of_problem(problem: Problem) -> dict[str, object]:
    return {"line": problem.line or None, "key": problem.key, "sentence": problem.sentence}
