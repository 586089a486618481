"""Ask every phone company whether our keys work: the part of `ringback doctor` that leaves this machine."""

from ringback.cli.ailments import Finding
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.connecting import Connector, NotConnected, can_connect
from ringback.lines.settings import MissingSecret, Vault, missing_settings, settings_of
from ringback.lines.store import Line
from ringback.phone.provider import CannotAsk, Capability, SendFailed
from ringback.phone.registry import PROVIDERS, provider


async def ask_companies(db: Database, vault: Vault, public_url: str) -> list[Finding]:
    http = Http(public_url)
    connector = Connector(db, http, vault, public_url, vault.folder)
    try:
        found: list[Finding] = []
        for line in await db.read(_askable, vault):
            keys = await _ask(line, vault, http)
            found.append(keys)
            if keys.ok and can_connect(line):
                found.append(await _look(line, connector))
            if keys.ok and Capability.REGISTRATION in provider(line.provider).capabilities:
                found.append(await _registration(line, vault, http))
        return found
    finally:
        await http.close()


def _askable(tx: Transaction, vault: Vault) -> list[Line]:
    """The lines whose settings are complete; what the others lack is said already."""
    known = [line for line in lines.every(tx) if line.provider in PROVIDERS]
    return [
        line for line in known if not missing_settings(provider(line.provider).Settings, line.in_use, vault)
    ]


async def _ask(line: Line, vault: Vault, http: Http) -> Finding:
    company = provider(line.provider)
    check = f"{company.title} for {line.number}"
    try:
        await company.check(settings_of(line, vault), http)
    except (SendFailed, MissingSecret) as error:
        said = error.problem.said if isinstance(error, SendFailed) else str(error)
        refused = f"It does not accept this line's settings: {said}".rstrip(":. ") + "."
        return Finding(check, False, refused, "Correct [lines.settings] in the shop file and apply it.")
    except CannotAsk:
        return Finding(
            check, False, "It could not be asked.", "See whether this machine reaches the internet."
        )
    return Finding(check, True, "It accepts this line's settings.")


async def _look(line: Line, connector: Connector) -> Finding:
    """Does the company send us what happens on this line?"""
    company = provider(line.provider).title
    check = f"connection of {line.number}"
    try:
        wrong = await connector.look(line)
    except NotConnected as why:
        return Finding(check, False, f"It cannot be seen whether {company} sends us its events.", str(why))
    if wrong:
        return Finding(check, False, wrong, f"Run ringback lines connect {line.number}.")
    return Finding(check, True, f"{company} sends us its events.")


async def _registration(line: Line, vault: Vault, http: Http) -> Finding:
    """May this number text to the United States?"""
    company = provider(line.provider)
    check = f"registration of {line.number}"
    try:
        settings = settings_of(line, vault)
        said = await company.registration(line.number, settings, http)
    except (CannotAsk, SendFailed, MissingSecret):
        return Finding(check, True, f"{company.title} did not say whether it may text; look it up there.")
    if said:
        return Finding(check, False, said, f"Finish it at {company.title}: until then texts may be blocked.")
    return Finding(check, True, "The number may send texts.")
