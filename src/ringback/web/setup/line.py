"""Third step: the number, and the phone system that carries it."""

import secrets
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.lib.numbers import NumberKind, pretty, read_number
from ringback.lib.secret import Secret
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.addresses import addresses
from ringback.lines.setup_page import setup_html
from ringback.lines.store import Line, NumberTaken
from ringback.phone.provider import Capability, Mode, Provider
from ringback.phone.registry import PROVIDERS, provider
from ringback.simulator.people import NEW_LINES, ROSA, SHOP
from ringback.web import clash
from ringback.web.asked import ask
from ringback.web.clash import Clash
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.setup.steps import IN_A_BOX
from ringback.web.visit import Visit
from ringback.web.words import mark

MODES: Final = {
    Mode.DIAL: (
        mark("Ringback rings my phones"),
        mark("Callers dial this number; whoever picks up presses 1."),
    ),
    Mode.FORWARDED: (
        mark("My phone passes unanswered calls on"),
        mark("Callers dial your own number, as always; calls that nobody takes come here."),
    ),
    Mode.OBSERVE: (
        mark("My phone system tells Ringback"),
        mark("It rings as always; Ringback only hears of it."),
    ),
}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    help: str
    secret: bool
    needed: bool
    kept: bool  # a secret that is stored, and stays when nothing is typed


async def choose(visit: Visit) -> Response:
    """Which company? With a line in hand, its page."""
    line = await steps.line_in_hand(visit)
    if line is not None and not visit.query("another"):
        return await show(visit, line)
    companies = [provider(name) for name in PROVIDERS if name != IN_A_BOX]
    return await steps.show(
        visit,
        "line",
        "setup/companies.html",
        companies=sorted((_Company.of(one) for one in companies), key=lambda one: one.title),
        simulated=visit.running.carrier is not None,
    )


async def begin(visit: Visit) -> Response:
    """The form of a new line at this company."""
    company = _company(visit)
    return await _form(visit, company, filled({"mode": _usual_mode(company)}), None)


async def show(visit: Visit, line: Line) -> Response:
    company = provider(line.provider)
    return await _form(visit, company, filled(_kept(company, line)), line)


async def save(visit: Visit) -> Response:
    company = _company(visit)
    said, problems = _said(visit, company)
    if not problems:
        try:
            await visit.run(_save, visit, company, said)
        except Clash as both:
            return await _form(
                visit, company, both.shown_in(visit.form, visit.t), await _own(visit, said), 409
            )
        except NumberTaken:
            problems = {"number": visit.t("Another business here has this number already.")}
        except ValueError:
            problems = {"number": visit.t("One of the settings below wants a whole number.")}
        else:
            words = visit.t("Saved.")
            if company.name != IN_A_BOX:
                words = visit.t("Saved. Now the addresses below, and then the check.")
            return visit.go(steps.address(visit, "line"), words)
    return await _form(visit, company, visit.form.wrong(problems), await _own(visit, said), 422)


async def _own(visit: Visit, said: dict[str, Any]) -> Line | None:
    """The line of this business that has the number which was typed."""
    line = await visit.read(lines.by_number, said["number"]) if said["number"] else None
    return line if line is not None and line.account_id == visit.account.id else None


async def simulate(visit: Visit) -> Response:
    """A line of the simulated phone company: to see it all work before any account anywhere."""
    if visit.running.carrier is None:
        raise NotFound
    try:
        await visit.run(_simulate, visit)
    except NumberTaken:
        return visit.go(
            visit.url("setup/line"), visit.t("All simulated numbers are in use here."), wrong=True
        )
    return visit.go(visit.url("setup/line"), visit.t("The simulated line is there."))


async def check(visit: Visit) -> Response:
    """Ask the company whether it knows our keys and our number."""
    line = await steps.line_in_hand(visit)
    if line is None:
        raise NotFound
    here = steps.address(visit, "line")
    company = provider(line.provider).title
    if (refused := await ask(visit, line)) is not None:
        return visit.go(here, refused.words(visit, line), wrong=True)
    return visit.go(here, visit.t("{company} knows you: the keys are right.", company=company))


async def _form(
    visit: Visit, company: Provider[Any], form: Form, line: Line | None, status: int = 200
) -> Response:
    public = visit.running.settings.public_url
    return await steps.show(
        visit,
        "line",
        "setup/line.html",
        status,
        form=form,
        seen=clash.marks({**_kept(company, line), **_secrets(company, line)}) if line is not None else "",
        company=company,
        fields=list(_fields(company, line)),
        modes=[(mode.value, *map(visit.t, MODES[mode])) for mode in _modes(company)],
        line=line,
        simulated=company.name == IN_A_BOX,
        live=line is not None and await visit.read(going_live.live, visit.account.id, line.id),
        addresses=_addresses(company, line, public) if line is not None else [],
        guide=setup_html(line, public, visit.t.language) if line is not None else "",
        missing=steps.still_missing(visit, line) if line is not None else [],
    )


def _addresses(company: Provider[Any], line: Line, public_url: str) -> list[tuple[str, str]]:
    """Where it goes at the company, and the address."""
    full = addresses(line, public_url)
    return [(address.label, full[address.kind]) for address in company.addresses if address.kind in full]


def _said(visit: Visit, company: Provider[Any]) -> tuple[dict[str, Any], dict[str, str]]:
    t, form, country = visit.t, visit.form, visit.account.country
    problems = {}
    number = read_number(form.text("number"), country)
    if number.e164 is None or number.kind in (NumberKind.N11, NumberKind.SHORT_CODE):
        problems["number"] = t("Write the whole number, such as +1 512 555 0142.")
    mode = next((mode for mode in _modes(company) if mode.value == form.get("mode")), _usual_mode(company))
    ring = [read_number(written, country) for written in form.text("ring").splitlines() if written.strip()]
    if any(phone.e164 is None for phone in ring):
        problems["ring"] = t("One of these is not a whole number. Write one phone on each line.")
    elif mode is Mode.DIAL and not ring:
        problems["ring"] = t("Name the phones that ring, or nobody can ever answer.")
    elif number.e164 in [phone.e164 for phone in ring]:
        problems["ring"] = t("This is the line's own number: it would ring itself.")
    typed = {field.name: form.text(field.name) for field in fields(company.Settings)}
    for field in _fields(company, None):
        if field.needed and not typed[field.name] and not (field.secret and form.get("stored") == "yes"):
            problems[field.name] = t("This is needed.")
    phones = tuple(phone.e164 for phone in ring if phone.e164) if mode is Mode.DIAL else ()
    return {"number": number.e164 or "", "mode": mode, "ring": phones, "typed": typed}, problems


def _kept(company: Provider[Any], line: Line) -> dict[str, str]:
    """What the form of this line shows."""
    plain = [field.name for field in fields(company.Settings) if not _is_secret(company, field.name)]
    return {
        "number": line.number,
        "mode": line.mode.value,
        "ring": "\n".join(map(pretty, line.plan.ring)),
        **{name: str(line.settings.get(name, "")) for name in plain},
    }


def _secrets(company: Provider[Any], line: Line) -> dict[str, str]:
    """Sealed, as they are stored: to see whether somebody else has changed one."""
    names = [field.name for field in fields(company.Settings) if _is_secret(company, field.name)]
    return {name: str(line.settings.get(name, "")) for name in names}


def _settled(visit: Visit, company: Provider[Any], line: Line, said: dict[str, Any]) -> dict[str, Any]:
    """With what somebody else has changed meanwhile. Raises Clash."""
    form = visit.form
    again = [
        name
        for name, sealed in _secrets(company, line).items()
        if form.text(name) and clash.changed_since(form, name, sealed)
    ]
    if again:
        raise Clash(dict.fromkeys(again, "•••"))
    values = clash.settled(form, _kept(company, line))
    ring = [read_number(each, visit.account.country).e164 for each in values["ring"].splitlines()]
    mode = Mode(values["mode"]) if values["mode"] in set(Mode) else said["mode"]
    typed = {name: values.get(name, written) for name, written in said["typed"].items()}
    phones = tuple(phone for phone in ring if phone) if mode is Mode.DIAL else ()
    return {**said, "mode": mode, "ring": phones, "typed": typed}


def _save(tx: Transaction, visit: Visit, company: Provider[Any], said: dict[str, Any]) -> None:
    line = lines.by_number(tx, said["number"])
    if line is not None and line.account_id == visit.account.id and line.provider == company.name:
        said = _settled(visit, company, line, said)
    set_up.save_line(tx, visit.account.id, provider_name=company.name, vault=visit.running.vault, **said)
    visit.noted(tx, "changed a line", f"{pretty(said['number'])}, {company.title}")


def _simulate(tx: Transaction, visit: Visit) -> None:
    """The shop's own number, or one of the others while another business has it. Raises NumberTaken."""
    number = next((one for one in (SHOP, *NEW_LINES) if _is_free(tx, visit, one)), SHOP)
    key = {"signing_key": secrets.token_hex(32)}
    set_up.save_line(
        tx,
        visit.account.id,
        number=number,
        provider_name=IN_A_BOX,
        mode=Mode.DIAL,
        ring=(ROSA,),
        typed=key,
        vault=visit.running.vault,
    )
    visit.noted(tx, "added the simulated line")


def _is_free(tx: Transaction, visit: Visit, number: str) -> bool:
    line = lines.by_number(tx, number)
    return line is None or line.account_id == visit.account.id


def _company(visit: Visit) -> Provider[Any]:
    name = visit.part_of_path("company")
    if name not in PROVIDERS:
        raise NotFound
    return provider(name)


def _modes(company: Provider[Any]) -> list[Mode]:
    """In the order of MODES, without the one in which Ringback answers: that is not set up here."""
    return [mode for mode in MODES if mode in company.modes]


def _usual_mode(company: Provider[Any]) -> Mode:
    """The first; for a line of texts alone one in which it waits for calls that never come."""
    return next(iter(_modes(company)), Mode.FORWARDED)


def _is_secret(company: Provider[Any], name: str) -> bool:
    return any(field.name == name and field.type in (Secret, "Secret") for field in fields(company.Settings))


def _fields(company: Provider[Any], line: Line | None) -> Any:
    stored = line.settings if line is not None else {}
    for field in fields(company.Settings):
        yield Field(
            name=field.name,
            label=field.metadata["label"],
            help=field.metadata["help"],
            secret=_is_secret(company, field.name),
            needed=field.default is MISSING and field.default_factory is MISSING,
            kept=bool(stored.get(field.name)),
        )


@dataclass(frozen=True, slots=True)
class _Company:
    """A card to choose."""

    name: str
    title: str
    modes: tuple[str, ...]
    texts: bool  # can it also text?

    @classmethod
    def of(cls, company: Provider[Any]) -> "_Company":
        texts = Capability.SEND_TEXTS in company.capabilities
        return cls(company.name, company.title, tuple(MODES[mode][0] for mode in _modes(company)), texts)


PAGES = [
    page("GET", "setup/line", Role.OWNER, choose),
    page("GET", "setup/line/{company}", Role.OWNER, begin),
    page("POST", "setup/line/check", Role.OWNER, check),
    page("POST", "setup/line/simulate", Role.OWNER, simulate),
    page("POST", "setup/line/{company}", Role.OWNER, save),
]
