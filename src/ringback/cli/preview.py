"""`ringback preview`: every text that a caller may get, as it reads now, and what it costs."""

from dataclasses import asdict
from zoneinfo import ZoneInfo

from ringback.accounts.profile import Profile
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.shopfile import read_file
from ringback.cli.show import plain, show_json
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.lib.clock import SystemClock
from ringback.messages.lint import refused
from ringback.messages.words import moment
from ringback.permission.content_guard import Mode
from ringback.rules.overrides import policy_in_force
from ringback.rules.policy import Policy
from ringback.rules.preview import Preview, Shown, previews
from ringback.settings import Settings

Business = tuple[str, Policy, Profile]


def show_previews(
    settings: Settings, shop_file: str | None, account: str | None, price: float, *, as_json: bool
) -> None:
    """Of a file that is not applied yet, or of what is stored. Stops when a text may not be sent so."""
    if shop_file:
        shop = read_file(shop_file).shop
        found: list[Business] | None = [(shop.name, shop.policy, shop.profile)]
    else:
        found = ask(settings, _stored, account)
    if not found:
        raise Stop(NOTHING_YET, WRONG_USE)
    now = SystemClock().now()
    shown = {
        name: previews(policy, Shown(name, language=own.language, mode=Mode(own.mode), price=price), now)
        for name, policy, own in found
    }
    if as_json:
        show_json({name: [_as_json(one) for one in texts] for name, texts in shown.items()})
    else:
        for name, policy, _ in found:
            _show(name, policy, shown[name])
    if any(refused(list(one.problems)) for texts in shown.values() for one in texts):
        raise Stop("", FINDING)


def _stored(tx: Transaction, name: str | None) -> list[Business]:
    return [
        (account.name, policy_in_force(account.policy), account.profile)
        for account in accounts_named(tx, name)
    ]


def _show(name: str, policy: Policy, texts: list[Preview]) -> None:
    print(plain(name))
    for one in texts:
        whose = "" if one.template == one.situation else f', with the text for "{one.template}"'
        print(f"\n  {one.means} ({one.situation}){whose}")
        print(f"    {plain(one.text)}")
        parts = "1 part" if one.size.segments == 1 else f"{one.size.segments} parts"
        print(f"    {one.size.encoding}, {one.size.units} of it, {parts}, ${one.cost:.3f}")
        for what, due in one.promises.items():
            wall = due.astimezone(ZoneInfo(policy.time_zone))
            print(f"    {{{what}}} is kept in mind: somebody answers by {moment(wall, wall)}")
        for problem in one.problems:
            print(f"    {problem.severity.value}: {plain(problem.sentence)}")


def _as_json(one: Preview) -> dict[str, object]:
    return {**asdict(one), "promises": {what: due.isoformat() for what, due in one.promises.items()}}
