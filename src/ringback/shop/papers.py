"""The papers of a business, made from its settings: its notices, its public pages, its registration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ringback.accounts.profile import Regulated
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.lib.numbers import NumberKind, read_number
from ringback.lines.overrides import LINE, overrides_of
from ringback.lines.plan import KEYPRESS, language_of, spoken_greeting
from ringback.lines.store import Line
from ringback.messages.compose import OPT_OUT, compose
from ringback.permission import notices
from ringback.permission.campaign_checks import RECORD_FIELDS
from ringback.permission.notices import ConsentMode, Facts
from ringback.permission.profile import (
    SOLE_PROPRIETOR,
    Address,
    Business,
    Campaign,
    Consent,
    Links,
    Path,
    PhoneCompany,
    Profile,
    SendingNumber,
    Volume,
    WebsiteCheck,
)
from ringback.phone.provider import Mode
from ringback.rules.overrides import policy_in_force
from ringback.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Pages:
    """Where callers and reviewers find what is said about texting."""

    notice: str
    privacy: str
    terms: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The results of fetching the addresses; where they were not fetched, they are taken to be fine."""

    website: int = 200
    website_shows_name: bool = True
    privacy: int = 200
    privacy_no_share: bool = True
    terms: int = 200


NOBODY_ASKED = Seen()
MOST_SAMPLES = 4  # of first texts


def pages_of(account: Account, public_url: str) -> Pages:
    """The business's own where it has some."""
    ours = f"{public_url}/b/{account.page}"
    own = account.profile
    return Pages(ours, own.privacy_url or f"{ours}/privacy", own.terms_url or f"{ours}/terms")


def phone_of(account: Account, lines: list[Line]) -> str:
    """For questions, in E.164; "" when there is none yet."""
    return account.profile.phone or (lines[0].number if lines else "")


def notice_facts(account: Account, phone: str, line: Line | None = None) -> Facts:
    """`phone` is the number that is called, in E.164; `line` the one whose callers hear the notice."""
    profile = account.profile
    spoken, in_english = _spoken(line, account)
    address = (profile.street, profile.city, f"{profile.state} {profile.postal}".strip())
    return Facts(
        business=account.name,
        legal_name=profile.legal_name,
        phone=phone,
        website=profile.website,
        email=profile.email,
        address=", ".join(part for part in address if part),
        mode=ConsentMode.KEYPRESS if account.notice == KEYPRESS else ConsentMode.NOTICE,
        on_website=account.notice == "website",
        language=language_of(line, account),
        spoken=spoken,
        in_english=in_english,
        regulated=profile.mode is not Regulated.NO,
    )


def _spoken(line: Line | None, account: Account) -> tuple[str | None, str]:
    """What its callers hear, and the same in English where the words are ours; None where another phone
    system speaks, in the words that we give."""
    if line is None or line.mode is Mode.OBSERVE:
        return None, ""
    ours = line.plan.greeting is None and language_of(line, account) != "en"
    return spoken_greeting(line, account), spoken_greeting(line, account, "en") if ours else ""


def line_policies(tx: Transaction, account: Account, lines: Iterable[Line]) -> dict[str, Policy]:
    """By the line's id: the rules for calls that come to it directly."""
    own = {line.id: overrides_of(tx, account.id, line.id).get(LINE) for line in lines}
    return {line: policy_in_force(account.policy, *([rules] if rules else [])) for line, rules in own.items()}


def registrations(
    account: Account, lines: list[Line], policies: Mapping[str, Policy], public_url: str, seen: Seen
) -> list[Profile]:
    """One for each register that a line of the business belongs to; the local one while there is no line.

    `policies` by the line's id: what its callers are really sent is handed in.
    """
    local = [line for line in lines if read_number(line.number).kind is not NumberKind.TOLL_FREE]
    toll_free = [line for line in lines if line not in local]
    groups = [(Path.TEN_DLC, local)] if local or not lines else []
    groups += [(Path.TOLL_FREE, toll_free)] if toll_free else []
    return [_profile(path, account, group, policies, public_url, seen) for path, group in groups]


def _profile(
    path: Path,
    account: Account,
    lines: list[Line],
    policies: Mapping[str, Policy],
    public_url: str,
    seen: Seen,
) -> Profile:
    profile, pages = account.profile, pages_of(account, public_url)
    facts = notice_facts(account, phone_of(account, lines), lines[0] if lines else None)
    return Profile(
        path=path,
        business=_business(account, facts),
        website_check=WebsiteCheck(seen.website, seen.website_shows_name),
        campaign=_campaign(account, lines, policies, facts),
        links=Links(pages.privacy, seen.privacy, seen.privacy_no_share, pages.terms, seen.terms),
        consent=_consent(path, account, facts, pages),
        number=SendingNumber(
            campaign_id=profile.campaign,
            status=profile.campaign_status,
            count=len(lines),
            verification_status=profile.toll_free_status,
        ),
        volume=Volume(profile.texts_a_day),
        provider=PhoneCompany("tollfree_network" if path is Path.TOLL_FREE else "self_managed"),
    )


def _campaign(account: Account, lines: list[Line], policies: Mapping[str, Policy], facts: Facts) -> Campaign:
    profile = account.profile
    usual = SOLE_PROPRIETOR if profile.entity_type == SOLE_PROPRIETOR else "LOW_VOLUME"
    return Campaign(
        use_case=profile.use_case or usual,
        description=notices.description(facts),
        message_flow=notices.message_flow(facts),
        samples=_samples(account, lines, policies, facts),
        has_embedded_phone=False,
        help_message=notices.help_message(facts),
        optout_message=notices.optout_message(facts),
        optout_keywords=notices.KEYWORDS,
    )


def _consent(path: Path, account: Account, facts: Facts, pages: Pages) -> Consent:
    return Consent(
        notice_channels=notices.notice_channels(facts) if account.notice else (),
        notice_text=notices.website_line(facts, "en"),
        record_fields=RECORD_FIELDS,  # contacts/consents.py keeps each of them
        opt_in_evidence_urls=(pages.notice,),
        opt_in_type="VERBAL" if path is Path.TOLL_FREE else "",
        script=facts.in_english or notices.greeting(facts),
    )


def _samples(
    account: Account, lines: list[Line], policies: Mapping[str, Policy], facts: Facts
) -> tuple[str, ...]:
    """What callers really get, each line's own words among it; the register takes five samples at most."""
    sent = [(policies[line.id], language_of(line, account)) for line in lines]
    sent = sent or [(policy_in_force(account.policy), account.profile.language)]
    first = {
        compose(policy.templates["missed"], {"business": account.name, "stop": OPT_OUT[language]}): None
        for policy, language in sent
    }
    return (*list(first)[:MOST_SAMPLES], *notices.samples(facts)[1:])


def _business(account: Account, facts: Facts) -> Business:
    profile = account.profile
    return Business(
        legal_name=profile.legal_name,
        display_name=account.name,
        entity_type=profile.entity_type,
        ein=profile.ein,
        owner_mobile=profile.owner_mobile,
        address=Address(profile.street, profile.city, profile.state, profile.postal, account.country),
        website=profile.website,
        contact_email=profile.email,
        contact_phone=facts.phone,
        registration_number=profile.registration_number,
        registration_authority=profile.registration_authority,
        registration_country=profile.registration_country,
    )
