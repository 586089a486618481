"""Ask every phone company whether our keys work: the part of `ringback doctor` that leaves this machine."""

from ringback.accounts import store as accounts
from ringback.cli.ailments import Finding
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, missing_settings, read_settings
from ringback.lines.store import Line
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.registry import PROVIDERS, provider


async def ask_companies(db: Database, vault: Vault) -> list[Finding]:
    http = Http()
    try:
        return [await _ask(line, vault, http) for line in await db.read(_askable, vault)]
    finally:
        await http.close()


def _askable(tx: Transaction, vault: Vault) -> list[Line]:
    """The lines whose settings are complete; what the others lack is said already."""
    every = [line for account in accounts.every(tx) for line in lines.of_account(tx, account.id)]
    known = [line for line in every if line.provider in PROVIDERS]
    return [
        line for line in known if not missing_settings(provider(line.provider).Settings, line.settings, vault)
    ]


async def _ask(line: Line, vault: Vault, http: Http) -> Finding:
    company = provider(line.provider)
    check = f"{company.title} for {line.number}"
    try:
        await company.check(read_settings(company.Settings, line.settings, vault), http)
    except (SendFailed, MissingSecret) as error:
        said = error.problem.said if isinstance(error, SendFailed) else str(error)
        refused = f"It does not accept this line's settings: {said}".rstrip(":. ") + "."
        return Finding(check, False, refused, "Correct [lines.settings] in the shop file and apply it.")
    except CannotAsk:
        return Finding(
            check, False, "It could not be asked.", "See whether this machine reaches the internet."
        )
    return Finding(check, True, "It accepts this line's settings.")
