"""Callers are told that they may be texted, and the carriers' registers know who texts."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.profile import Profile
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.lib.numbers import pretty, read_number
from ringback.lines import store as lines
from ringback.lines.plan import KEYPRESS, hears_callers
from ringback.lines.store import Line
from ringback.permission import notices
from ringback.permission.pages import pieces
from ringback.permission.profile import ENTITY_TYPES, Path
from ringback.permission.registration import Finding, Severity, check
from ringback.shop.papers import NOBODY_ASKED, line_policies, notice_facts, pages_of, phone_of, registrations
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.setup.business import NO_WEBSITE, is_website, website_in
from ringback.web.setup.steps import IN_A_BOX
from ringback.web.visit import Visit
from ringback.web.words import mark

NO_KEYS: Final = mark(
    "Not possible here: another phone system takes your calls, and we cannot hear a key there."
)
WHERE: Final[tuple[tuple[str, str, str], ...]] = (
    ("website", mark("On the website"), mark("A sentence beside your number.")),
    ("greeting", mark("In the greeting"), mark("Callers hear it before they are texted.")),
    (KEYPRESS, mark("By a key"), mark("Only who presses 1 is texted. Proves the most, texts the fewest.")),
)
ENTITIES: Final = {
    "SOLE_PROPRIETOR": mark("One person, without a company"),
    "PRIVATE_PROFIT": mark("Company"),
    "PUBLIC_PROFIT": mark("Company on the stock exchange"),
    "NON_PROFIT": mark("Non-profit"),
    "GOVERNMENT": mark("Government"),
}
TYPED: Final = (
    "legal_name", "entity_type", "ein", "street", "city", "state", "postal", "website", "email", "phone",
    "owner_mobile", "campaign", "campaign_status", "toll_free_status", "registration_number",
    "registration_authority", "registration_country",
)  # fmt: skip
NUMBERS: Final = ("phone", "owner_mobile")
# What a phone company says of them, as the shop file has it too; another word that stands there is kept.
CAMPAIGN: Final = (
    ("", mark("Not handed in yet")),
    ("PENDING", mark("Handed in, not approved yet")),
    ("ACTIVE", mark("Approved")),
)
TOLL_FREE: Final = (
    ("", mark("Not handed in yet")),
    ("PENDING_REVIEW", mark("Handed in, not approved yet")),
    ("APPROVED", mark("Approved")),
)
LONGEST: Final = 200


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    account, in_use = visit.account, await visit.read(lines.of_account, visit.account.id)
    policies = await visit.read(line_policies, account, in_use)
    facts = notice_facts(account, phone_of(account, in_use), in_use[0] if in_use else None)
    public, flow = visit.running.settings.public_url, notices.message_flow(facts)
    papers = registrations(account, in_use, policies, public, NOBODY_ASKED)
    return await steps.show(
        visit,
        "notice",
        "setup/notice.html",
        status,
        form=form or filled(_kept(account)),
        seen=clash.marks(_kept(account)),
        channels=[(*each, _why_not(visit, in_use) if each[0] == KEYPRESS else "") for each in WHERE],
        deaf=[pretty(line.number) for line in in_use if not hears_callers(line)],
        entities=[("", visit.t("Choose one")), *((key, visit.t(ENTITIES[key])) for key in ENTITY_TYPES)],
        website_line=notices.website_line(facts),
        greeting=notices.greeting(facts),
        callers=facts.language,
        flow=flow,
        pieces=pieces(flow, facts, "en"),
        public=pages_of(account, public),
        registers=[_register(check(paper), paper.path) for paper in papers],
        paths={paper.path.value for paper in papers},
        campaign_states=_choices(visit, CAMPAIGN, account.profile.campaign_status),
        toll_free_states=_choices(visit, TOLL_FREE, account.profile.toll_free_status),
        register_open=any(line.provider != IN_A_BOX for line in in_use) or _begun(account),
    )


async def save(visit: Visit) -> Response:
    where = visit.form.get("notice")
    if where not in [value for value, *_ in WHERE]:
        return await show(visit, visit.form.wrong({"notice": visit.t("Choose one of these.")}), 422)
    in_use = await visit.read(lines.of_account, visit.account.id)
    if where == KEYPRESS and (why_not := _why_not(visit, in_use)):
        return await show(visit, visit.form.wrong({"notice": why_not}), 422)
    if wrong := _problems(visit):
        return await show(visit, visit.form.wrong(wrong), 422)
    try:
        await visit.run(_save, visit)
    except Clash as both:
        return await show(visit, both.shown_in(visit.form, visit.t), 409)
    to = visit.url("setup/notice") if visit.form.get("stay") else await steps.next_after(visit, "notice")
    return RedirectResponse(to, 303)


def _register(findings: list[Finding], path: Path) -> tuple[str, list[Finding], list[Finding]]:
    """With what must be mended, and what could be better."""
    musts = [found for found in findings if found.severity is Severity.BLOCK]
    return path.value, musts, [found for found in findings if found not in musts]


def _choices(visit: Visit, known: tuple[tuple[str, str], ...], now: str) -> list[tuple[str, str]]:
    choices = [(value, visit.t(words)) for value, words in known]
    return choices if now in dict(choices) else [*choices, (now, now)]


def _begun(account: Account) -> bool:
    """Has somebody begun to fill in what the registers ask for?"""
    return any(getattr(account.profile, name) for name in TYPED)


def _why_not(visit: Visit, in_use: list[Line]) -> str:
    """Why no caller can be asked for a key; "" where one can, or where there is no line yet."""
    if not in_use or any(hears_callers(line) for line in in_use):
        return ""
    return visit.t(NO_KEYS)


def _problems(visit: Visit) -> dict[str, str]:
    """By field."""
    wrong = {n: visit.t("This is too long.") for n in TYPED if len(visit.form.text(n)) > LONGEST}
    for name in NUMBERS:
        if (typed := visit.form.text(name)) and read_number(typed, visit.account.country).e164 is None:
            wrong[name] = visit.t("This is no whole phone number: write it with its area code.")
    if (site := website_in(visit.form.text("website"))) and not is_website(site):
        wrong["website"] = visit.t(NO_WEBSITE)
    return wrong


def _save(tx: Transaction, visit: Visit) -> None:
    account = accounts.get(tx, visit.account.id)
    papers = clash.settled(visit.form, _kept(account))
    papers["website"] = website_in(papers["website"])
    papers |= {name: read_number(papers[name], account.country).e164 or "" for name in NUMBERS}
    where = papers.pop("notice")
    set_up.say_notice(tx, visit.account.id, where, papers)
    visit.noted(tx, "changed the notice", where)


def _kept(account: Account) -> dict[str, str]:
    profile: Profile = account.profile
    return {"notice": account.notice or "website", **{name: str(getattr(profile, name)) for name in TYPED}}


PAGES = [
    page("GET", "setup/notice", Role.OWNER, show),
    page("POST", "setup/notice", Role.OWNER, save),
]
