"""`ringback lines`."""

from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.show import console, plain, show_json, show_table
from ringback.db.transaction import Transaction
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.addresses import addresses, missing
from ringback.lines.settings import Vault
from ringback.phone.registry import PROVIDERS, provider
from ringback.settings import Settings
from ringback.shop.register import still_wanted

Row = dict[str, object]


def show_lines(settings: Settings, name: str | None, *, as_json: bool) -> None:
    found = ask(settings, _lines, settings.public_url, Vault.of(settings), name)
    if as_json:
        show_json(found or [])
    elif not found:
        print(
            NOTHING_YET if found is None else "There are no lines yet. Name them in a shop file and apply it."
        )
    else:
        for row in found:
            _show(row)


def _lines(tx: Transaction, public_url: str, vault: Vault, name: str | None) -> list[Row]:
    return [
        {
            "account": account.name,
            "number": line.number,
            "provider": line.provider,
            "mode": line.mode.value,
            "addresses": addresses(line, public_url),
            "live": going_live.live(tx, account.id, line.id),
            "register": list(still_wanted(tx, account, line, public_url)),
            "ready": not (lacking := missing(line, account, public_url, vault)),
            "missing": lacking,
        }
        for account in accounts_named(tx, name)
        for line in lines.of_account(tx, account.id)
    ]


def _show(row: Row) -> None:
    state = "ready" if row["ready"] else "not ready"
    state = state if row["live"] else f"{state}, only watches"
    text = f"{row['number']}  {row['account']}  ({row['provider']}, {row['mode']})  {state}"
    console().print(plain(text), markup=False, style="bold")
    lacking, wanted, pasted = row["missing"], row["register"], row["addresses"]
    assert isinstance(lacking, list)
    assert isinstance(wanted, list)
    assert isinstance(pasted, dict)
    for sentence in lacking:
        console().print(f"  - {plain(sentence)}", markup=False)
    if wanted:
        things = "1 thing" if len(wanted) == 1 else f"{len(wanted)} things"
        console().print(f"  - The carriers' register still wants {things}: see ringback registration.")
    labels = _labels(str(row["provider"]))
    show_table(["for", "at the phone company", "address"], ((k, labels[k], a) for k, a in pasted.items()))


def _labels(company: str) -> dict[str, str]:
    known = provider(company).addresses if company in PROVIDERS else ()
    return {address.kind: address.label for address in known}
