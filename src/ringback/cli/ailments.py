"""What the database says about the health of an installation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.calls import of_line as calls
from ringback.calls import receipts
from ringback.db import jobs
from ringback.db.soundness import damage
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.addresses import missing
from ringback.lines.connecting import can_connect
from ringback.lines.forwarding_watch import awaits_forwarded, forwarding_state
from ringback.lines.settings import MissingSecret, Vault
from ringback.lines.shared_key import trouble
from ringback.lines.store import Line
from ringback.messages import store as texts
from ringback.messages.heard import heard
from ringback.messages.store import State
from ringback.permission import registration
from ringback.rules.policy import Policy
from ringback.shop.papers import NOBODY_ASKED, line_policies, registrations
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

PROMPT = timedelta(minutes=2)  # work that is due should not wait longer than that
MOST_SHOWN = 3
LOOKED_THROUGH = 1000  # of each business's latest texts


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    ok: bool
    said: str  # one sentence
    todo: str = ""  # one sentence: what to do about it


def stored_findings(tx: Transaction, public_url: str, vault: Vault) -> list[Finding]:
    return [
        *_soundness(tx),
        *_key(tx, vault),
        *_work(tx),
        *_webhooks(tx),
        *_lines(tx, public_url, vault),
        *_texts(tx),
        *_heard(tx),
        *_records(tx, public_url),
    ]


def _soundness(tx: Transaction) -> Iterator[Finding]:
    said = damage(tx)
    if not said:
        yield Finding("database", True, "It is sound and up to date.")
    else:
        yield Finding("database", False, f"It is damaged: {said[0]}.", "Restore the last backup.")


def _key(tx: Transaction, vault: Vault) -> Iterator[Finding]:
    try:
        vault.check()
    except MissingSecret:
        return  # it is no key at all, which doctor says by itself
    said, _, todo = trouble(tx, vault).partition(": ")
    if said:
        yield Finding("key", False, f"{said}; no server starts.", f"{todo[:1].upper()}{todo[1:]}.")


def _work(tx: Transaction) -> Iterator[Finding]:
    oldest = min((row._mapping["min_1"] for row in jobs.waiting(tx)), default=None)
    if oldest is None or oldest > tx.now - PROMPT:
        yield Finding("work", True, "Nothing that is due has been waiting.")
    else:
        minutes = int((tx.now - oldest) / timedelta(minutes=1))
        said = f"Work has been waiting for {minutes} minutes."
        yield Finding("work", False, said, "Start ringback serve; if it runs, its log says what fails.")


def _webhooks(tx: Transaction) -> Iterator[Finding]:
    unreadable = webhooks.unreadable(tx)
    if unreadable:
        said = f"{unreadable} genuine webhooks could not be understood; they are kept."
        yield Finding("webhooks", False, said, "Report it: the phone company has changed something.")
    else:
        yield Finding("webhooks", True, "Everything that arrived was understood.")
    if found := webhooks.new_words(tx):
        said = "; ".join(f"{note} ({times} times)" for note, times in found[:MOST_SHOWN])
        todo = "Report it: such an event was kept, and nothing was made of it."
        yield Finding("new words", False, f"A phone company uses words that are new here: {said}.", todo)


def _lines(tx: Transaction, public_url: str, vault: Vault) -> Iterator[Finding]:
    for account in accounts.every(tx):
        for line in lines.of_account(tx, account.id):
            lacking = missing(line, account, public_url, vault)
            check = f"line {line.number}"
            if lacking:
                yield from (Finding(check, False, "It is not ready.", sentence) for sentence in lacking)
            else:
                yield Finding(check, True, "It is ready.")
            ends = line.connection.expires_at if line.connection else None
            if ends is not None and ends <= tx.now:
                stopped = "sending its events" if can_connect(line) else "accepting our access"
                said = f"The phone company stopped {stopped} on {ends:%Y-%m-%d}."
                todo = f"Start ringback serve, which renews it, or run ringback lines connect {line.number}."
                yield Finding(check, False, said, todo)
            if awaits_forwarded(line) and line.provider != "simulator":
                state = forwarding_state(calls.last_on_line(tx, line), tx.now)
                yield Finding(f"forwarding to {line.number}", state.works, state.says, state.todo)


def _texts(tx: Transaction) -> Iterator[Finding]:
    unsure = sum(
        text.state is State.UNSURE
        for account in accounts.every(tx)
        for text in texts.newest(tx, account.id, limit=LOOKED_THROUGH)
    )
    if unsure:
        said = f"Of {unsure} texts nobody knows whether they were sent; they are not sent again."
        yield Finding("texts", False, said, "Look in ringback tasks, and call these people.")
    else:
        yield Finding("texts", True, "It is known of every text whether it was sent.")


def _heard(tx: Transaction) -> Iterator[Finding]:
    """Do callers hear the texts of each business? `worker/texts_heard.py` pauses them where not."""
    for account in accounts.every(tx):
        found = heard(tx, account.id)
        if not found.texts:
            continue
        check = f"replies to {account.name}"
        said = (
            f"Of the last {found.texts} texts to callers, {found.arrived} arrived as far as is known and "
            f"{found.answered} were answered."
        )
        if tasks.waits(tx, account.id, TaskKind.UNHEARD, account.id):
            yield Finding(
                check, False, said, "Texts are paused: tick the task about it off once you have looked."
            )
        else:
            yield Finding(
                check, not found.by_hardly_anybody, said, "Look whether they arrive, and who called."
            )


def _records(tx: Transaction, public_url: str) -> Iterator[Finding]:
    """What must hold when somebody asks years later, and what the carriers ask now."""
    for account in accounts.every(tx):
        check = f"receipts of {account.name}"
        chain = receipts.check_chain(tx, account.id)
        if chain.whole:
            yield Finding(check, True, "No stored decision was changed.")
        else:
            said = f"{len(chain.broken)} stored decisions were changed after they were written."
            yield Finding(check, False, said, "ringback verify names them; compare them with a backup.")
        in_use = lines.of_account(tx, account.id)
        yield from _papers(account, in_use, line_policies(tx, account, in_use), public_url)


def _papers(
    account: Account, in_use: list[Line], policies: Mapping[str, Policy], public_url: str
) -> Iterator[Finding]:
    """No ailment of the installation: a business may be on its way through the registers for weeks."""
    if all(line.provider == "simulator" for line in in_use):
        return
    missing = [
        found
        for profile in registrations(account, in_use, policies, public_url, NOBODY_ASKED)
        for found in registration.check(profile)
        if found.severity is registration.Severity.BLOCK
    ]
    check = f"registration of {account.name}"
    if missing:
        said = f"The carriers' registers still miss {len(missing)} things."
        yield Finding(check, True, said, "ringback registration names them.")
    else:
        yield Finding(check, True, "Nothing that the carriers' registers ask for is missing.")
