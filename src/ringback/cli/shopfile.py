"""`ringback apply` and `ringback export`."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from ringback.shop.check import Checked, read_shop
from ringback.shop.laid_over import is_part
from ringback.shop.problems import Broken, Problem
from ringback.shop.reading import LARGEST, read_tables
from ringback.shop.shop import Shop
from ringback.shop.stored import stored_shop
from ringback.shop.write import write_shop

MOST_SHOWN = 100
WHOLE = "ringback export writes a whole file of what is in force"
HEADER = "# Written by ringback export. Apply it with: ringback apply FILE\n\n"


def apply_file(settings: Settings, path: str, *, only_check: bool, as_json: bool) -> None:
    try:
        checked = read_shop(_content(path))
        said = _would_change(settings, checked.shop) if only_check else _apply(settings, checked.shop)
    except Broken as broken:
        _refuse(path, broken.problems, as_json)
    except NumbersTaken as taken:
        _refuse(path, [Problem(0, "", _taken(number)) for number in taken.numbers], as_json)
    except LinesNotReady as not_yet:
        _refuse(path, [Problem(0, "", _not_ready(*line)) for line in not_yet.why.items()], as_json)
    else:
        _report(path, checked, said, only_check, as_json)


def read_rules(settings: Settings, path: str, account: str | None) -> Shop:
    """The rules to try: of a whole shop file, or of a part, laid over what the business has now. Stops with
    all that is wrong."""
    try:
        content = _content(path)
        whole = _whole(settings, account) if is_part(read_tables(content)[0]) else None
        return read_shop(content, whole).shop
    except Broken as broken:
        raise _refusal(path, broken.problems, f"it cannot be used; {WHOLE}") from None


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


def _refuse(path: str, problems: list[Problem], as_json: bool) -> None:
    if as_json:
        show_json({"changed": [], "notes": [], "errors": [_as_json(problem) for problem in problems]})
        raise Stop("", FINDING)
    raise _refusal(path, problems, "nothing was applied")


def _refusal(path: str, problems: list[Problem], so: str) -> Stop:
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    lines = [f"  {plain(str(problem))}" for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"  and {len(problems) - MOST_SHOWN} more")
    return Stop("\n".join([f"{path} has {count}, {so}:", *lines]), FINDING)


def _report(path: str, checked: Checked, said: list[str], only_check: bool, as_json: bool) -> None:
    if as_json:
        notes = [_as_json(note) for note in checked.notes]
        show_json({"changed": said, "notes": notes, "errors": []})
        return
    if only_check:
        print(f"{path} is right. Applying it would say:" if said else f"{path} is right and changes nothing.")
    elif not said:
        print("Nothing changed.")
    for sentence in said:
        print(sentence)
    for note in checked.notes:
        print(f"Note: {plain(str(note))}")
    if said and not only_check and checked.shop.lines:
        print("Next: ringback lines shows what to enter at the phone company, and what is still missing.")


def _as_json(problem: Problem) -> dict[str, object]:
    return {"line": problem.line or None, "key": problem.key, "sentence": problem.sentence}
