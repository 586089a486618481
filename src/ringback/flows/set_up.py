"""The owner sets a business up on the dashboard: what they enter becomes an account, rules and lines.

Goes on in:     flows/line_tested.py, when a line is there to be called.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, replace

from ringback.accounts import store as accounts
from ringback.accounts.profile import Regulated
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.lib.secret import Secret
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.settings import Vault
from ringback.lines.store import Line, RingPlan
from ringback.messages.library.shelf import starter, trades
from ringback.phone.provider import Mode
from ringback.phone.registry import provider
from ringback.rules.written import canonical, policy_from
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def say_business(
    tx: Transaction,
    account_id: str,
    *,
    name: str,
    trade: str,
    time_zone: str,
    country: str,
    language: str,
    website: str,
) -> None:
    """`trade` is a key of the template library. Its texts are used, in `language`, until the owner has
    changed one of them. Raises accounts.NameTaken."""
    account = accounts.get(tx, account_id)
    known = trades()[trade]
    mode = Regulated(known.mode)
    rules = {**json.loads(account.policy), "time_zone": time_zone, "countries": _texted_from(country)}
    if not account.profile.trade or _untouched(account):
        rules["templates"] = starter(known, language)
    changed = replace(
        account,
        name=name,
        time_zone=time_zone,
        country=country,
        profile=replace(account.profile, trade=trade, mode=mode, language=language, website=website),
        policy=canonical(policy_from(rules)),
    )
    accounts.change(tx, changed)


def _untouched(account: Account) -> bool:
    """Are its texts still those that came with its trade and language?"""
    trade = trades().get(account.profile.trade)
    return trade is not None and json.loads(account.policy).get("templates") == starter(
        trade, account.profile.language
    )


def change_rules(tx: Transaction, account_id: str, changes: Mapping[str, object]) -> None:
    """`changes` are rules in their written form; the others stay. Raises ValueError with a sentence."""
    account = accounts.get(tx, account_id)
    rules = policy_from({**json.loads(account.policy), **changes})
    accounts.change(tx, replace(account, policy=canonical(rules)))


def gone_through(tx: Transaction, account_id: str, step: str) -> None:
    """Remember that the owner has finished this step of the set-up."""
    account = accounts.get(tx, account_id)
    steps = account.profile.gone_through.split()
    if step not in steps:
        profile = replace(account.profile, gone_through=" ".join([*steps, step]))
        accounts.change(tx, replace(account, profile=profile))


def say_notice(tx: Transaction, account_id: str, notice: str, papers: Mapping[str, str]) -> None:
    """`notice`: where callers learn that they may be texted. `papers`: fields of the profile that the
    registers ask for."""
    account = accounts.get(tx, account_id)
    profile = replace(account.profile, **papers)  # type: ignore[arg-type]  # all of these are texts
    accounts.change(tx, replace(account, notice=notice, profile=profile))
    gone_through(tx, account_id, "notice")


def save_line(
    tx: Transaction,
    account_id: str,
    *,
    number: str,
    provider_name: str,
    mode: Mode,
    ring: tuple[str, ...],
    typed: Mapping[str, str],
    vault: Vault,
) -> Line:
    """Add a line, which only watches until it goes live, or change one. A secret that was left empty stays.

    Raises lines.NumberTaken, or ValueError where a setting wants a whole number.
    """
    known = lines.by_number(tx, number)
    stored = known.settings if known is not None and known.provider == provider_name else {}
    plan = known.plan if known is not None else RingPlan()
    line = lines.save(
        tx,
        account_id=account_id,
        number=number,
        provider=provider_name,
        mode=mode,
        plan=replace(plan, ring=ring),
        settings=_settings(provider_name, typed, stored, vault),
    )
    if known is None:
        going_live.begin(tx, line)
    tasks.finish(tx, account_id, TaskKind.FIX_LINE, line.id)
    tx.announce(f"account:{account_id}")
    return line


def _settings(
    name: str, typed: Mapping[str, str], stored: Mapping[str, object], vault: Vault
) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in fields(provider(name).Settings):
        written, is_secret = typed.get(field.name, ""), field.type in (Secret, "Secret")
        if is_secret and not written and field.name in stored:
            values[field.name] = stored[field.name]
        elif written:
            values[field.name] = vault.seal(written) if is_secret else _plain(field.type, written)
    return values


def _plain(kind: object, written: str) -> object:
    return int(written) if kind in (int, "int") else written


def _texted_from(country: str) -> list[str]:
    """The countries whose callers are texted: the United States and Canada share one numbering plan."""
    return ["US", "CA"] if country in ("US", "CA") else [country]
