"""`ringback registration`: what is still missing before the carriers' registers take a business."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict

from ringback.accounts.store import Account
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.show import plain, show_json
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.lib.http import Http, Lost, NotReached
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.permission.notices import greeting, website_line
from ringback.permission.pages import says_no_sharing
from ringback.permission.profile import Path, Profile
from ringback.permission.registration import Finding, check, ready
from ringback.rules.policy import Policy
from ringback.settings import Settings
from ringback.shop.papers import (
    NOBODY_ASKED,
    Seen,
    line_policies,
    notice_facts,
    pages_of,
    phone_of,
    registrations,
)

REGISTERS = {Path.TEN_DLC: "Local numbers (10DLC)", Path.TOLL_FREE: "Toll-free numbers"}
SAMPLES = ("First", "Second", "Third", "Fourth", "Fifth")
Business = tuple[Account, list[Line], Mapping[str, Policy]]


def show_registration(settings: Settings, name: str | None, *, online: bool, as_json: bool) -> None:
    """Stops with a finding when something blocks. Without `online` pages are taken to open."""
    found = ask(settings, _businesses, name)
    if not found:
        raise Stop(NOTHING_YET, WRONG_USE)
    seen = asyncio.run(_look(found, settings.public_url)) if online else [NOBODY_ASKED] * len(found)
    papers = [
        (account, in_use, registrations(account, in_use, policies, settings.public_url, said))
        for (account, in_use, policies), said in zip(found, seen, strict=True)
    ]
    if as_json:
        show_json([_as_json(*paper, settings.public_url) for paper in papers])
    else:
        for account, in_use, profiles in papers:
            _show(account, in_use, profiles, settings.public_url)
        if not online:
            print("Whether the website and the pages open was not looked at: add --online.")
    if not all(ready(check(profile)) for _, _, profiles in papers for profile in profiles):
        raise Stop("", FINDING)


def _businesses(tx: Transaction, name: str | None) -> list[Business]:
    found = [(account, lines.of_account(tx, account.id)) for account in accounts_named(tx, name)]
    return [(account, in_use, line_policies(tx, account, in_use)) for account, in_use in found]


async def _look(found: list[Business], public_url: str) -> list[Seen]:
    http = Http()
    try:
        return [await _seen(account, public_url, http) for account, *_ in found]
    finally:
        await http.close()


async def _seen(account: Account, public_url: str, http: Http) -> Seen:
    pages = pages_of(account, public_url)
    website, site = await _get(http, account.profile.website)
    privacy, privacy_words = await _get(http, pages.privacy)
    terms, _ = await _get(http, pages.terms)
    shows_name = account.name.casefold() in site.casefold()
    return Seen(website, shows_name, privacy, says_no_sharing(privacy_words), terms)


async def _get(http: Http, url: str) -> tuple[int, str]:
    """Status and content; 0 when nothing answers."""
    if not url.startswith(("http://", "https://")):
        return 0, ""
    try:
        answer = await http.request("GET", url)
    except (NotReached, Lost):
        return 0, ""
    return answer.status, answer.body.decode(errors="replace")


def _show(account: Account, in_use: list[Line], profiles: list[Profile], public_url: str) -> None:
    pages = pages_of(account, public_url)
    print(plain(account.name))
    for profile in profiles:
        print(f"\n  {REGISTERS[profile.path]}: {_standing(check(profile))}")
        for finding in check(profile):
            print(f"    {finding.severity.value:<5} {finding.id}  {plain(finding.sentence)}")
    print("\n  What to hand in; it is made from the same settings, so that it all agrees:")
    for title, words in _words(account, in_use, profiles[0]).items():
        print(f"\n    {title}\n      {plain(words)}")
    print(f"\n  Public pages:\n    {pages.notice}\n    {pages.terms}\n    {pages.privacy}\n")


def _standing(findings: list[Finding]) -> str:
    if not findings:
        return "nothing is missing. A reviewer decides."
    blocks = [finding for finding in findings if not ready([finding])]
    if not blocks:
        return "nothing blocks. A reviewer decides."
    return f"{len(blocks)} {'thing is' if len(blocks) == 1 else 'things are'} missing."


def _words(account: Account, in_use: list[Line], profile: Profile) -> dict[str, str]:
    facts = notice_facts(account, phone_of(account, in_use), in_use[0] if in_use else None)
    campaign = profile.campaign
    return {
        "Description": campaign.description,
        "Message flow": campaign.message_flow,
        **{f"{place} sample": text for place, text in zip(SAMPLES, campaign.samples, strict=False)},
        "Answer to STOP": campaign.optout_message,
        "Answer to HELP": campaign.help_message,
        "Greeting": greeting(facts),
        "Beside the phone number on the website": website_line(facts),
    }


def _as_json(
    account: Account, in_use: list[Line], profiles: list[Profile], public_url: str
) -> dict[str, object]:
    return {
        "account": account.name,
        "pages": asdict(pages_of(account, public_url)),
        "words": _words(account, in_use, profiles[0]),
        "registers": [
            {
                "path": profile.path,
                "ready": ready(check(profile)),
                "findings": [asdict(finding) for finding in check(profile)],
                "profile": asdict(profile),
            }
            for profile in profiles
        ],
    }
