"""`ringback evidence` and `ringback verify`: what is known about one person, and whether the record holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ringback.accounts.store import Account
from ringback.calls import receipts
from ringback.calls.receipts import Chain
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.show import plain, show_json
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.flows.evidence_asked import Documents, bundle, evidence_of
from ringback.lib.numbers import read_number
from ringback.rules.receipt import is_readable, same_again
from ringback.settings import Settings


def write_evidence(
    settings: Settings, number: str, account: str | None, file: Path | None, *, as_json: bool
) -> None:
    """Into a zip; with `as_json` to standard output instead."""
    found = ask(settings, _evidence, number, account)
    if found is None:
        raise Stop(NOTHING_YET, WRONG_USE)
    e164, documents = found
    if as_json:
        show_json(documents)
        return
    file = file or Path(f"evidence-{e164.removeprefix('+')}.zip")
    try:
        file.touch(mode=0o600)  # it has what people wrote in it
        file.write_bytes(bundle(documents))
    except OSError as error:
        raise Stop(f"Cannot write {file}: {error.strerror}.") from None
    print(f"Wrote {file}. It holds what this person wrote: keep it as you keep their letters.")


def _evidence(tx: Transaction, written: str, name: str | None) -> tuple[str, Documents]:
    every = accounts_named(tx, name)
    known = []
    for account in every:
        e164 = read_number(written, account.country).e164
        if e164 is None:
            raise Stop(f"{plain(written)} is not a phone number; write it like +15125550142.", WRONG_USE)
        documents = evidence_of(tx, account.id, e164)
        if documents["calls.json"] or documents["texts.json"] or documents["opt-outs.json"]:
            known.append((account, e164, documents))
    if not known:
        raise Stop("Nobody with this number has called or written, as far as is stored here.", FINDING)
    if len(known) > 1:
        names = ", ".join(f'"{account.name}"' for account, _, _ in known)
        raise Stop(f"Several businesses know this number; say which with --account: {names}.", WRONG_USE)
    return known[0][1], known[0][2]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at all receipts of one business found."""

    account: str
    chain: Chain
    other: tuple[int, ...]  # places whose receipt, made again from its facts, is another
    unreadable: int  # of a format of a newer Ringback, whose seal alone can be checked

    @property
    def holds(self) -> bool:
        return self.chain.whole and not self.other


def verify(settings: Settings, account: str | None, *, as_json: bool) -> None:
    """Stops with a finding when a receipt was changed after it was written."""
    found = ask(settings, _verified, account)
    if found is None:
        raise Stop(NOTHING_YET, WRONG_USE)
    if as_json:
        show_json([_as_json(one) for one in found])
    else:
        for sentence in (said for one in found for said in _said(one)):
            print(plain(sentence))
    if not all(one.holds for one in found):
        raise Stop("", FINDING)


def _verified(tx: Transaction, name: str | None) -> list[Verified]:
    return [_look(tx, account) for account in accounts_named(tx, name)]


def _look(tx: Transaction, account: Account) -> Verified:
    other, unreadable = [], 0
    for receipt in receipts.in_order(tx, account.id):
        if not is_readable(receipt.body):
            unreadable += 1
        elif not same_again(receipt.body):
            other.append(receipt.sequence)
    return Verified(account.name, receipts.check_chain(tx, account.id), tuple(other), unreadable)


def _said(one: Verified) -> Iterator[str]:
    gone = f" {one.chain.gone} were erased." if one.chain.gone else ""
    if one.holds:
        yield f"{one.account}: {one.chain.receipts:,} receipts, none changed, each made again the same.{gone}"
    if one.chain.broken:
        yield f"{one.account}: changed after they were written: {_places(one.chain.broken)}.{gone}"
    if one.other:
        yield f"{one.account}: not the same when decided again: {_places(one.other)}."
    if one.unreadable:
        yield f"{one.account}: {one.unreadable} are of a newer Ringback; of these only the seal was checked."


def _places(places: tuple[int, ...]) -> str:
    return ", ".join(map(str, places[:20])) + (f" and {len(places) - 20} more" if len(places) > 20 else "")


def _as_json(one: Verified) -> dict[str, object]:
    return {
        "account": one.account,
        "holds": one.holds,
        "receipts": one.chain.receipts,
        "changed": list(one.chain.broken),
        "not_the_same": list(one.other),
        "erased": one.chain.gone,
        "older_format": one.unreadable,
    }
