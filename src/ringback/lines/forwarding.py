"""How the owner's own phone company forwards the calls that nobody answers: what to dial, and what to know.

`instructions()` is everything for one phone: the steps to switch forwarding on, to ask whether it is on, and
to switch it off. The codes are data (`forwarding.toml`) and are filled in here. Only a call can show whether
it works: `forwarding_watch.py`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import phonenumbers

DEFAULT_SECONDS = 20


class Case(StrEnum):
    """When a call is forwarded. Never "always": then the owner's phone would not ring at all."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Step:
    """One code to dial."""

    does: str  # in the owner's words
    code: str  # "**61*+15125550142**20#"
    cases: tuple[Case, ...]
    otherwise: str = ""  # a shorter form, for companies that refuse the code
    tap: bool = True  # may a link dial it? Not on a desk phone

    @property
    def link(self) -> str:
        """For a link or a QR code; "" where it must be dialled by hand. A bare # would end the address."""
        return f"tel:{quote(self.code, safe='+*')}" if self.tap else ""


@dataclass(frozen=True, slots=True)
class Instructions:
    carrier: "Carrier"
    number: str  # ours, which the calls are passed on to
    seconds: int | None  # that the phone rings; None: the company decides
    rings: str  # "about 3 rings", or "" where nobody can say
    at_once: Step | None  # in place of the steps in `switch_on`
    switch_on: tuple[Step, ...]
    check: tuple[Step, ...]  # before, too: what they show now is the way back
    switch_off: tuple[Step, ...]
    warnings: tuple[str, ...]

    @property
    def by_hand(self) -> bool:
        """There are no codes: the warnings say where it is set."""
        return not self.switch_on


@dataclass(frozen=True, slots=True)
class Code:
    cases: tuple[Case, ...]
    on: str
    off: str
    ask: str
    otherwise: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class Carrier:
    """A phone company, or all of one kind that share their codes."""

    key: str
    title: str
    country: str  # "" is any other country
    codes: tuple[Code, ...]
    seconds: tuple[int, ...]  # that may be asked for; () where nobody can choose
    usual_seconds: int
    national: bool  # numbers are dialled as at home, not with + and the country
    tap: bool
    proven: bool
    warnings: tuple[str, ...]
    source: str


def instructions(carrier: Carrier, number: str, seconds: int | None = None) -> Instructions:
    """How to forward calls to `number` (E.164, our own) after about `seconds`, or after the company's usual
    time.

    If the company does not offer that time, the nearest one that it offers is used.
    """
    chosen = _nearest(carrier, seconds)
    each = [code for code in carrier.codes if not code.at_once]
    together = next((code for code in carrier.codes if code.at_once), None)
    filled = _Filled(carrier, number, chosen)
    return Instructions(
        carrier=carrier,
        number=number,
        seconds=chosen,
        rings=about_rings(chosen, carrier.country) if chosen else "",
        at_once=filled.on(together) if together else None,
        switch_on=tuple(filled.on(code) for code in each),
        check=tuple(filled.ask(code) for code in each if code.ask),
        switch_off=tuple(filled.off(code) for code in each),
        warnings=(*_warnings(carrier, number, seconds, chosen), *carrier.warnings),
    )


def carriers(country: str) -> tuple[Carrier, ...]:
    """Those of this country (ISO code), in the order in which to show them; elsewhere one for all."""
    every = _book().carriers.values()
    return tuple(one for one in every if one.country == country) or tuple(c for c in every if not c.country)


def carrier(key: str) -> Carrier | None:
    return _book().carriers.get(key)


def about_rings(seconds: int, country: str) -> str:
    """What so many seconds sound like to the caller. A network takes 2 to 6 of them to ring at all."""
    cycle = _book().ring_cycle.get(country, 5.0)
    count = max(1, round(seconds / cycle))
    return f"about {count} {'ring' if count == 1 else 'rings'}"


def loops(business: str, line: str, rings: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Why calls that are forwarded from `business` to `line` would go round in a loop, in sentences; or
    nothing.

    All numbers E.164. `rings` says for each number of the business which phones Ringback rings for it.
    """
    if business == line:
        return ["A number cannot be forwarded to itself: forward your business number to the line's number."]
    found = []
    if business in rings.get(line, ()):
        found.append(
            f"Ringback rings {business} for calls to {line}, and {business} would pass them on to {line} "
            "again. Set the line's mode to forwarded, and name no phones that ring."
        )
    found += [
        f"Ringback also rings {business} for calls to {other}: those that nobody answers would be passed on "
        f"to {line} as well. Let {other} ring another phone, or do without the forwarding."
        for other, phones in sorted(rings.items())
        if other != line and business in phones
    ]
    return found


DOES = {
    Case.NO_ANSWER: "when nobody answers",
    Case.BUSY: "when the phone is busy or you decline",
    Case.UNREACHABLE: "when the phone is off or has no signal",
}


class _Filled:
    """Codes with the numbers in them."""

    def __init__(self, carrier: Carrier, number: str, seconds: int | None) -> None:
        self._carrier = carrier
        national = as_dialled(number, carrier.country)
        self._words = {
            "number": national if carrier.national else number,
            "national": national,
            "seconds": seconds,
        }

    def on(self, code: Code) -> Step:
        return self._step("Pass calls on", code, code.on, code.otherwise)

    def ask(self, code: Code) -> Step:
        return self._step("Ask what happens", code, code.ask)

    def off(self, code: Code) -> Step:
        return self._step("Stop passing calls on", code, code.off)

    def _step(self, does: str, code: Code, pattern: str, otherwise: str = "") -> Step:
        return Step(
            does=f"{does} {_joined(code.cases)}",
            code=pattern.format(**self._words),
            cases=code.cases,
            otherwise=otherwise.format(**self._words),
            tap=self._carrier.tap,
        )


def as_dialled(number: str, country: str) -> str:
    """The digits that are dialled for it in this country; unreadable numbers and unknown countries: E.164."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    if not country:
        return number
    dialled = phonenumbers.format_out_of_country_calling_number(parsed, country)
    digits = "".join(character for character in dialled if character.isdigit())
    at_home = parsed.country_code == phonenumbers.country_code_for_region(country) == 1
    return digits.removeprefix("1") if at_home else digits


def _joined(cases: tuple[Case, ...]) -> str:
    said = [DOES[case] for case in cases]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])}, and {said[-1]}"


def _nearest(carrier: Carrier, seconds: int | None) -> int | None:
    """The nearest time that the company offers; of two equally near ones the shorter, so that callers wait
    less."""
    wanted = carrier.usual_seconds if seconds is None else seconds
    return min(carrier.seconds, key=lambda offered: (abs(offered - wanted), offered), default=None)


def _warnings(carrier: Carrier, number: str, wanted: int | None, chosen: int | None) -> list[str]:
    found = []
    if carrier.codes and not carrier.proven:
        found.append("These codes are not confirmed by the company. Believe the test call, not the code.")
    if carrier.codes and wanted is not None and wanted != chosen:
        offered = f"{chosen} seconds is the nearest it has" if chosen else "the company decides"
        found.append(f"{wanted} seconds cannot be asked for: {offered}.")
    if chosen and chosen > carrier.usual_seconds:
        found.append(
            f"A voicemail of the company often picks up after about {carrier.usual_seconds} seconds. "
            "If the test call ends there, choose fewer seconds."
        )
    if carrier.tap:
        found.append("A phone that does not dial such a code from a link (an iPhone may not) takes it typed.")
    if carrier.country and _country_code(number) != phonenumbers.country_code_for_region(carrier.country):
        found.append(
            "The line's number is in another country: each forwarded call may be billed as one abroad."
        )
    return found


def _country_code(number: str) -> int:
    try:
        return phonenumbers.parse(number).country_code or 0
    except phonenumbers.NumberParseException:
        return 0


@dataclass(frozen=True, slots=True)
class _Book:
    carriers: Mapping[str, Carrier]
    ring_cycle: Mapping[str, float]  # seconds from one ring to the next, by country


@cache
def _book() -> _Book:
    written = tomllib.loads(files(__package__).joinpath("forwarding.toml").read_text("utf-8"))
    networks = written["networks"]
    read = {key: _carrier(key, said, networks[said["network"]]) for key, said in written["carriers"].items()}
    return _Book(read, written["ring_cycle"])


def _carrier(key: str, said: Mapping[str, Any], network: Mapping[str, Any]) -> Carrier:
    return Carrier(
        key=key,
        title=said["title"],
        country=said["country"],
        codes=tuple(_code(code) for code in network["codes"]),
        seconds=tuple(said.get("seconds", network["seconds"])),
        usual_seconds=said.get("usual", DEFAULT_SECONDS),
        national=network["number"] == "national",
        tap=network["tap"],
        proven=said.get("proven", network["proven"]),
        warnings=tuple(network["warnings"]),
        source=network["source"],
    )


def _code(said: Mapping[str, Any]) -> Code:
    return Code(
        cases=tuple(Case(case) for case in said["when"]),
        on=said["on"],
        off=said["off"],
        ask=said.get("ask", ""),
        otherwise=said.get("otherwise", ""),
        at_once=said.get("at_once", False),
    )
