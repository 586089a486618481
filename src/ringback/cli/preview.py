"""`ringback preview`: every text that a caller may get, as it reads now, and what it costs."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ringback.accounts.store import Account
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.shopfile import read_rules
from ringback.cli.show import plain, show_json
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.lib.clock import SystemClock
from ringback.lib.numbers import pretty
from ringback.lines import store as lines
from ringback.messages.lint import refused
from ringback.messages.words import moment
from ringback.permission.content_guard import Mode
from ringback.rules.overrides import policy_in_force
from ringback.rules.preview import Preview, Shown, previews
from ringback.settings import Settings
from ringback.shop.shop import Shop
from ringback.shop.variants import OwnRules, Variant, own_rules, variants


@dataclass(frozen=True, slots=True)
class Business:
    name: str
    mode: Mode
    variants: tuple[Variant, ...]  # the business's own rules first


Previewed = tuple[Variant, list[Preview]]


def show_previews(
    settings: Settings, shop_file: str | None, account: str | None, price: float, *, as_json: bool
) -> None:
    """Of a file that is not applied yet, or of what is stored. Stops when a text may not be sent so.

    Of a line or a source with rules of its own, the texts that read otherwise there.
    """
    if shop_file:
        found: list[Business] | None = [_written(read_rules(settings, shop_file, account))]
    else:
        found = ask(settings, _stored, account)
    if not found:
        raise Stop(NOTHING_YET, WRONG_USE)
    now = SystemClock().now()
    shown = {business.name: _previewed(business, price, now) for business in found}
    if as_json:
        show_json({name: [_as_json(*one) for one in _every(groups)] for name, groups in shown.items()})
    else:
        for name, groups in shown.items():
            _show(name, groups)
    if any(refused(list(one.problems)) for groups in shown.values() for _, one in _every(groups)):
        raise Stop("", FINDING)


def _written(shop: Shop) -> Business:
    own = [OwnRules(line.number, line.plan.language, line.rules) for line in shop.lines]
    found = variants(shop.policy, shop.profile.language, own)
    return Business(shop.name, Mode(shop.profile.mode), tuple(found))


def _stored(tx: Transaction, name: str | None) -> list[Business]:
    return [_business(tx, account) for account in accounts_named(tx, name)]


def _business(tx: Transaction, account: Account) -> Business:
    own = [own_rules(tx, line) for line in lines.of_account(tx, account.id)]
    found = variants(policy_in_force(account.policy), account.profile.language, own)
    return Business(account.name, Mode(account.profile.mode), tuple(found))


def _previewed(business: Business, price: float, now: datetime) -> list[Previewed]:
    def of(variant: Variant) -> list[Preview]:
        shown = Shown(business.name, language=variant.language, mode=business.mode, price=price)
        return previews(variant.policy, shown, now)

    every = {(variant.line, variant.source): of(variant) for variant in business.variants}
    return [(variant, _otherwise(variant, every)) for variant in business.variants]


def _otherwise(variant: Variant, every: Mapping[tuple[str, str], list[Preview]]) -> list[Preview]:
    """Those that read otherwise than on the rest of the line or of the business, or promise another time."""
    texts = every[variant.line, variant.source]
    if not variant.line:
        return texts
    rest = every.get((variant.line, "")) if variant.source else None
    pairs = zip(texts, rest or every["", ""], strict=True)
    return [one for one, other in pairs if (one.text, one.promises) != (other.text, other.promises)]


def _every(groups: list[Previewed]) -> Iterator[tuple[Variant, Preview]]:
    return ((variant, one) for variant, texts in groups for one in texts)


def _show(name: str, groups: list[Previewed]) -> None:
    print(plain(name))
    for variant, texts in groups:
        if variant.line:
            print(f"\n{_which(variant)}{'' if texts else ' the same'}")
        for one in texts:
            _show_text(one, variant.policy.time_zone)


def _which(variant: Variant) -> str:
    through = f" through {pretty(variant.source)}" if variant.source else ""
    return f"Calls to {pretty(variant.line)}{through}:"


def _show_text(one: Preview, time_zone: str) -> None:
    whose = "" if one.template == one.situation else f', with the text for "{one.template}"'
    print(f"\n  {one.means} ({one.situation}){whose}")
    print(f"    {plain(one.text)}")
    parts = "1 part" if one.size.segments == 1 else f"{one.size.segments} parts"
    print(f"    {one.size.encoding}, {one.size.units} of it, {parts}, ${one.cost:.3f}")
    for what, due in one.promises.items():
        by = moment(due.astimezone(ZoneInfo(time_zone)), one.at.astimezone(ZoneInfo(time_zone)))
        print(f"    {{{what}}} is kept in mind: somebody answers by {by}")
    for problem in one.problems:
        print(f"    {problem.severity.value}: {plain(problem.sentence)}")


def _as_json(variant: Variant, one: Preview) -> dict[str, object]:
    promises = {what: due.isoformat() for what, due in one.promises.items()}
    where = {"line": variant.line, "source": variant.source}
    return {**where, **asdict(one), "at": one.at.isoformat(), "promises": promises}
