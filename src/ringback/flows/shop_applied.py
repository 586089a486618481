"""A shop file is applied: from now on the business works as the file says.

Came here from: `ringback apply` and `ringback demo`, which have read and checked the file.
"""

from collections.abc import Mapping
from dataclasses import replace

from ringback.accounts import members
from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.contacts.lists import set_list
from ringback.db.transaction import Transaction
from ringback.flows.went_live import InTheWay, NotYet, put_in_service
from ringback.lib.secret import Secret
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.overrides import set_overrides
from ringback.lines.settings import Vault
from ringback.lines.store import Line, NumberTaken
from ringback.rules.written import canonical
from ringback.shop.changes import changes, with_what_is_kept
from ringback.shop.shop import Setting, Shop, ShopLine
from ringback.shop.stored import opened, stored_shop
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


class NumbersTaken(Exception):
    """Some numbers belong to another business of this installation. Nothing was applied."""

    def __init__(self, numbers: list[str]) -> None:
        super().__init__(", ".join(numbers))
        self.numbers = numbers


class LinesNotReady(Exception):
    """Some lines cannot go live yet, as the file wants. Nothing was applied."""

    def __init__(self, why: dict[str, InTheWay]) -> None:
        super().__init__(", ".join(why))
        self.why = why  # by number


def apply_shop(tx: Transaction, shop: Shop, vault: Vault, public_url: str) -> list[str]:
    """Make the business of that name what the file says, and no other; returns what changed, in sentences.

    A line that was stopped is tried again. Applied twice, the second time changes nothing. `public_url` is
    where the register finds the business's pages. Raises NumbersTaken and LinesNotReady.
    """
    said, wanted = _what_changes(tx, shop, vault)
    if not said:
        return []
    before = accounts.by_name(tx, shop.name)
    account = accounts.save(
        tx,
        name=wanted.name,
        time_zone=wanted.time_zone,
        country=wanted.country,
        notice=wanted.notice,
        policy=canonical(wanted.policy),
        profile=replace(wanted.profile, gone_through=before.profile.gone_through if before else ""),
    )
    members.give_to_those_who_run_it(tx, account.id)
    for which, numbers in shop.lists.items():
        set_list(tx, account.id, which, numbers)
    _apply_lines(tx, account, wanted, vault)
    _put_in_service(tx, account, wanted, public_url)
    return said


class OnlyTried(Exception):
    """Nothing was applied: the transaction is given up with this. `said` is what applying would have said."""

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.said = said


def try_shop(tx: Transaction, shop: Shop, vault: Vault, public_url: str) -> None:
    """Raises OnlyTried, or what `apply_shop` raises: a try finds all that applying would."""
    raise OnlyTried(apply_shop(tx, shop, vault, public_url))


def _what_changes(tx: Transaction, shop: Shop, vault: Vault) -> tuple[list[str], Shop]:
    """In sentences, and the shop as it would be then."""
    account = accounts.by_name(tx, shop.name)
    old = stored_shop(tx, account, vault) if account else None
    wanted = with_what_is_kept(old, shop)
    known = lines.of_account(tx, account.id) if account else []
    stopped = [line for line in known if line.parked_reason and line.number in _numbers(shop)]
    return [*changes(old, wanted), *(f"Will try the line {line.number} again." for line in stopped)], wanted


def _apply_lines(tx: Transaction, account: Account, shop: Shop, vault: Vault) -> None:
    known = {line.number: line for line in lines.of_account(tx, account.id)}
    taken = []
    for line in shop.lines:
        try:
            _apply_line(tx, account, line, known.get(line.number), vault)
        except NumberTaken:
            taken.append(line.number)
    if taken:
        raise NumbersTaken(taken)
    for number in known.keys() - _numbers(shop):
        lines.remove(tx, known[number])
        tasks.finish(tx, account.id, TaskKind.FIX_LINE, known[number].id)


def _apply_line(tx: Transaction, account: Account, line: ShopLine, known: Line | None, vault: Vault) -> None:
    saved = lines.save(
        tx,
        account_id=account.id,
        number=line.number,
        provider=line.provider,
        mode=line.mode,
        plan=line.plan,
        settings=_sealed(line.settings, known.settings if known else {}, vault),
    )
    set_overrides(tx, account.id, saved.id, line.rules)
    if known is None and line.live is not None:
        going_live.begin(tx, saved)
    tasks.finish(tx, account.id, TaskKind.FIX_LINE, saved.id)


def _put_in_service(tx: Transaction, account: Account, shop: Shop, public_url: str) -> None:
    """Or out of it. After all lines are there: what a register wants is about the whole business."""
    wanted = {line.number: line for line in shop.lines if line.live is not None}
    refused = {}
    for line in lines.of_account(tx, account.id):
        said = wanted.get(line.number)
        if said is None or said.live == going_live.live(tx, account.id, line.id):
            continue
        if not said.live:
            going_live.only_watch(tx, line)
            continue
        try:
            put_in_service(tx, line, "shop file", public_url, said.live_without)
        except NotYet as not_yet:
            refused[line.number] = not_yet.why
    if refused:
        raise LinesNotReady(refused)


def _sealed(settings: Mapping[str, Setting], known: Mapping[str, object], vault: Vault) -> dict[str, object]:
    """As it is stored. A secret that did not change keeps its seal, also when its key is lost."""

    def sealed(key: str, value: Secret) -> str:
        stored = known.get(key)
        kept = isinstance(stored, str) and opened(stored, vault) == value
        return str(stored) if kept else vault.seal(value.reveal())

    return {
        key: sealed(key, value) if isinstance(value, Secret) else value for key, value in settings.items()
    }


def _numbers(shop: Shop) -> set[str]:
    return {line.number for line in shop.lines}
