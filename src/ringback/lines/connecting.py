"""Enter a line's addresses at its phone company through its API, check that they are still there, remove
them.

1. One process at a time works on a line: it holds a claim where there can be several nodes, else a lock on a
   file in the data folder. Both end with the process.
2. The company is asked with no transaction open. It finds what we entered before by our address, and changes
   that instead of adding a second one.
3. What it answers is stored: the secrets that it chose sealed, and when it ends.

If the process is killed between 2 and 3, the next try begins at 1, and step 2 finds what was entered.
"""

import asyncio
import fcntl
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.folders import private_folder
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.addresses import addresses, on_this_machine
from ringback.lines.connection import Connected
from ringback.lines.settings import MissingSecret, Vault, missing_settings, read_settings, settings_of
from ringback.lines.store import Line
from ringback.phone.asked import Connection
from ringback.phone.provider import CannotAsk, Capability, Provider, SendFailed
from ringback.phone.registry import PROVIDERS, provider

T = TypeVar("T")

LONGEST_WAIT: Final = 60.0  # seconds; connecting takes a handful of requests
ASK_AGAIN_AFTER: Final = 0.2


class NotConnected(Exception):
    """The message says in a sentence why, and what to do."""


class TryLater(NotConnected):
    """The company could not be asked now; nothing is wrong with the settings."""


class Connector:
    def __init__(self, db: Database, http: Http, vault: Vault, public_url: str, folder: Path) -> None:
        self._db = db
        self._http = http
        self._vault = vault
        self._public_url = public_url
        self._folder = folder
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # a claim is a process's

    async def connect(self, line: Line) -> Connected:
        """Enter the addresses, also to renew them, or to repair what somebody has changed. Raises
        NotConnected.

        Where the company's API takes no addresses, only our access is renewed, if it expires.
        """
        if renews(line) and not can_connect(line):
            return await self.renew(line)
        async with self._alone(line):
            company, settings = await self._ready(line)
            asked = (line.number, addresses(line, self._public_url), settings, self._http)
            made = await _in_words(company, company.connect(*asked))
            return await self._db.run(_keep, line, made, self._vault)

    async def renew(self, line: Line) -> Connected:
        """Renew our access to the company before it expires. Raises NotConnected.

        If the company refuses the stored access, the one that the owner wrote is tried: it may be newer.
        """
        async with self._alone(line):
            current = await self._db.read(lines.get, line.id) or line
            try:
                made = await self._renewed(current, current.in_use)
            except TryLater:
                raise
            except NotConnected:
                if current.in_use == current.settings:
                    raise
                made = await self._renewed(current, current.settings)
            return await self._db.run(_keep, line, made, self._vault)

    async def _renewed(self, line: Line, stored: Mapping[str, Any]) -> Connection:
        company, now = provider(line.provider), await self._db.read(_now)
        try:
            settings = read_settings(company.Settings, stored, self._vault)
        except MissingSecret as missing:
            raise NotConnected(missing.sentence) from None
        return await _in_words(company, company.renew(settings, self._http, now))

    async def log_in(self, line: Line) -> None:
        """Try the login to a switch that is listened to: nothing is entered there. Raises NotConnected."""
        now = await self._db.read(lines.get, line.id) or line
        settings = _complete(now, self._vault)
        company = provider(now.provider)
        await _in_words(company, company.check(settings, self._http))

    async def disconnect(self, line: Line) -> None:
        """Raises NotConnected."""
        async with self._alone(line):
            company, settings = await self._ready(line)
            asked = (line.number, addresses(line, self._public_url), settings, self._http)
            await _in_words(company, company.disconnect(*asked))
            await self._db.run(lines.set_connection, line, None)

    async def look(self, line: Line) -> str:
        """What is wrong with our addresses at the company, in a sentence; "" when all is well.

        Changes nothing. Raises NotConnected when it cannot be known.
        """
        company, settings = await self._ready(line)
        asked = (line.number, addresses(line, self._public_url), settings, self._http)
        return await _in_words(company, company.connected(*asked))

    async def _ready(self, line: Line) -> tuple[Provider[Any], Any]:
        """The company and the settings of the line as it is now: it may have changed meanwhile."""
        now = await self._db.read(lines.get, line.id) or line
        return _company(now), _settings(now, self._vault, self._public_url)

    @asynccontextmanager
    async def _alone(self, line: Line) -> AsyncIterator[None]:
        alone = self._claimed if self._db.claims.shared else self._locked
        async with self._turns[line.id], alone(f"connect-{line.id}"):
            yield

    @asynccontextmanager
    async def _locked(self, name: str) -> AsyncIterator[None]:
        private_folder(self._folder)
        with (self._folder / f"{name}.lock").open("a") as lock:
            await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
            yield

    @asynccontextmanager
    async def _claimed(self, name: str) -> AsyncIterator[None]:
        """Nothing tells us when a claim becomes free, so it is tried again and again."""
        claims = self._db.claims
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                while not await claims.take({name}):  # noqa: ASYNC110  another process sets no event of ours
                    await asyncio.sleep(ASK_AGAIN_AFTER)
        except TimeoutError:
            raise TryLater("Somebody else is connecting this line now. Try again in a minute.") from None
        except StoreAway:
            raise TryLater("The database cannot be reached now. Try again in a minute.") from None
        try:
            yield
        finally:
            claims.let_go(name)
            with suppress(StoreAway):  # then the claim is gone anyway
                await claims.take(())  # else it would be given back only with the next claim of this process


def can_connect(line: Line) -> bool:
    """Has the company an API in which we can enter our addresses?"""
    return line.provider in PROVIDERS and Capability.CONNECT in provider(line.provider).capabilities


def listens(line: Line) -> bool:
    """Do we log in to it, so that there are no addresses to enter?"""
    return line.provider in PROVIDERS and Capability.LISTEN in provider(line.provider).capabilities


def renews(line: Line) -> bool:
    """Does our access to the company expire, and can we renew it?"""
    if line.provider not in PROVIDERS or Capability.RENEW not in provider(line.provider).capabilities:
        return False
    return bool(line.settings.get(provider(line.provider).renewed_with))


def _now(tx: Transaction) -> datetime:
    return tx.now


def _company(line: Line) -> Provider[Any]:
    if not can_connect(line):
        title = provider(line.provider).title if line.provider in PROVIDERS else line.provider
        if listens(line):
            raise NotConnected(f"{title} is listened to: nothing of ours is entered there.")
        raise NotConnected(
            f"{title} has no interface for it: enter the addresses that ringback lines shows by hand."
        )
    return provider(line.provider)


def _settings(line: Line, vault: Vault, public_url: str) -> Any:
    company, settings = provider(line.provider), _complete(line, vault)
    stand_in = str(line.settings.get("api_base", ""))
    if on_this_machine(public_url) and not on_this_machine(stand_in):
        raise NotConnected(
            f"{company.title} cannot reach {public_url}: set RINGBACK_PUBLIC_URL to this server's public "
            "address."
        )
    return settings


def _complete(line: Line, vault: Vault) -> Any:
    if lacking := missing_settings(provider(line.provider).Settings, line.in_use, vault):
        raise NotConnected(f"The line's settings are not complete: {'; '.join(lacking)}.")
    return settings_of(line, vault)


async def _in_words(company: Provider[Any], asking: Awaitable[T]) -> T:
    try:
        return await asking
    except SendFailed as failed:
        said = failed.problem.said or f"{company.title} does not accept this line's settings."
        raise NotConnected(said) from None
    except CannotAsk as why:
        raise TryLater(
            f"{company.title} could not be asked ({why}). See whether this machine reaches the internet and "
            "whether the server is reached from outside, then try again."
        ) from None
    except MissingSecret as missing:
        raise NotConnected(missing.sentence) from None


def _keep(tx: Transaction, line: Line, made: Connection, vault: Vault) -> Connected:
    sealed = {name: vault.seal(secret) for name, secret in made.secrets.items()}
    connection = Connected(made.id, tx.now, made.expires_at, sealed)
    lines.set_connection(tx, line, connection)
    return connection
