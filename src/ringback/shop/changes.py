"""What a shop file changes, in sentences. No sentence: it changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace

from ringback.accounts.profile import Profile
from ringback.contacts.listed import Listed
from ringback.lib.secret import Secret
from ringback.lines.overrides import Rules
from ringback.lines.store import RingPlan
from ringback.rules.written import policy_as_mapping
from ringback.shop.company import secrets
from ringback.shop.shop import Setting, Shop, ShopLine
from ringback.shop.write import in_days, placeholder

Lists = Mapping[Listed, frozenset[str]]


def changes(old: Shop | None, new: Shop) -> list[str]:
    """`old` is None when the business is new."""
    if old is None:
        return [
            f'Added the business "{new.name}".',
            *(_added(line) for line in new.lines),
            *_lists({}, new.lists),
        ]
    return [
        *_account(old, new),
        *_profile(old.profile, new.profile),
        *_policy(old, new),
        *_lists(old.lists, new.lists),
        *_used_lines(old, new),
    ]


def with_what_is_kept(old: Shop | None, new: Shop) -> Shop:
    """Where an exported file only says that there is a secret, the one that is stored stays; and a line stays
    live or only watching where the file does not say."""
    known = {line.number: line for line in old.lines} if old else {}
    return replace(
        new,
        lines=tuple(_kept(known[line.number], line) if line.number in known else line for line in new.lines),
    )


def _kept(old: ShopLine, new: ShopLine) -> ShopLine:
    settings = dict(new.settings)
    for key in secrets(new.provider) & settings.keys() if old.provider == new.provider else ():
        if settings[key] == placeholder(new.number, key) and isinstance(old.settings.get(key), Secret):
            settings[key] = old.settings[key]
    live = old.live if new.live is None else new.live
    goes_live = live and not old.live
    return replace(new, settings=settings, live=live, live_without=new.live_without if goes_live else "")


def _account(old: Shop, new: Shop) -> Iterator[str]:
    for key in ("time_zone", "country", "notice"):
        yield from _changed(key, getattr(old, key), getattr(new, key))


def _profile(old: Profile, new: Profile) -> Iterator[str]:
    before, after = asdict(old), asdict(new)
    for key in before:
        yield from _changed(f"business.{key}", before[key], after[key])


def _policy(old: Shop, new: Shop) -> Iterator[str]:
    before, after = policy_as_mapping(old.policy), policy_as_mapping(new.policy)
    for key in {**before, **after}:
        if key == "time_zone":
            continue
        if key == "templates":
            yield from _texts(dict(old.policy.templates), dict(new.policy.templates))
        elif key == "hours":
            yield from _hours(before[key], after[key])
        else:
            yield from _changed(key, in_days(key, before.get(key)), in_days(key, after.get(key)))


def _texts(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for situation in sorted(old.keys() | new.keys()):
        if situation not in new:
            yield f'Removed the text for "{situation}".'
        elif situation not in old:
            yield f'Added a text for "{situation}".'
        elif old[situation] != new[situation]:
            yield f'Changed the text for "{situation}".'


def _hours(old: object, new: object) -> Iterator[str]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        if old != new:
            yield "Added opening hours." if old is None else "Removed the opening hours: always open."
        return
    for day in dict.fromkeys([*new, *old]):
        yield from _changed(f"hours.{day}", old.get(day, []), new.get(day, []), "closed")


def _lists(old: Lists, new: Lists) -> Iterator[str]:
    for which, numbers in new.items():
        before = old.get(which, frozenset())
        if added := len(numbers - before):
            yield f"Put {_numbers(added)} on the list {which}."
        if gone := len(before - numbers):
            yield f"Took {_numbers(gone)} off the list {which}."


def _used_lines(old: Shop, new: Shop) -> Iterator[str]:
    before = {line.number: line for line in old.lines}
    for line in new.lines:
        if line.number not in before:
            yield _added(line)
        elif before[line.number] != line:
            yield f"Changed the line {line.number}: {'; '.join(_line(before[line.number], line))}."
    for number in sorted(before.keys() - {line.number for line in new.lines}):
        yield f"Took the line {number} out of use: the file does not name it. Its calls and texts stay."


def _line(old: ShopLine, new: ShopLine) -> Iterator[str]:
    for key in ("provider", "mode", "live", "live_without"):
        yield from _differs(key, getattr(old, key), getattr(new, key))
    for field in fields(RingPlan):
        yield from _differs(field.name, getattr(old.plan, field.name), getattr(new.plan, field.name))
    for source in sorted(old.rules.keys() | new.rules.keys()):
        where = f" for calls through {source}" if source else ""
        yield from _rules(where, old.rules.get(source, {}), new.rules.get(source, {}))
    for key in sorted(old.settings.keys() | new.settings.keys()):
        yield from _setting(key, old.settings.get(key), new.settings.get(key), key in secrets(new.provider))


def _rules(where: str, old: Rules, new: Rules) -> Iterator[str]:
    """A rule that is not stated is the account's."""
    for key in sorted(old.keys() | new.keys()):
        if isinstance(old.get(key, new.get(key)), Mapping):
            if old.get(key) != new.get(key):
                yield f"other {'texts' if key == 'templates' else key}{where}"
        else:
            usual = "as usual"
            yield from _differs(f"{key}{where}", old.get(key, usual), new.get(key, usual))


def _setting(key: str, old: Setting | None, new: Setting | None, hidden: bool) -> Iterator[str]:
    if old == new:
        return
    if hidden:
        yield f"{key} {'removed' if new is None else 'added' if old is None else 'changed'}"
    else:
        yield from _differs(key, old, new)


def _added(line: ShopLine) -> str:
    return f"Added the line {line.number} ({line.provider}, {line.mode})."


def _changed(key: str, old: object, new: object, nothing: str = "none") -> Iterator[str]:
    for sentence in _differs(key, old, new, nothing):
        yield f"Changed {sentence}."


def _differs(key: str, old: object, new: object, nothing: str = "none") -> Iterator[str]:
    if old != new:
        yield f"{key} from {_said(old, nothing)} to {_said(new, nothing)}"


def _said(value: object, nothing: str) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or nothing
    if isinstance(value, bool):
        return "on" if value else "off"
    return nothing if value in (None, "") else str(value)


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"
