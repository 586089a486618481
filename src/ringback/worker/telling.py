"""Tells the browsers of an account that something waits for a person.

One try each: what it is about stays to be seen, and better one buzz too few than one too many.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from ringback.accounts import push
from ringback.accounts import store as accounts
from ringback.accounts.push import PushKey, Subscription
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http, Lost, NotReached
from ringback.lib.webpush import is_carrier, seal
from ringback.lines.settings import Vault
from ringback.tasks import store as tasks
from ringback.worker.tasks import Finish

GONE = (404, 410)  # the browser has turned it off, or is no more

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class News:
    """What to tell, and whom."""

    told: dict[str, str]
    key: PushKey
    browsers: list[Subscription]


@dataclass(frozen=True, slots=True)
class Teller:
    db: Database
    http: Http
    vault: Vault
    clock: Clock
    public_url: str
    may_ask: Callable[[str], bool] = is_carrier  # is this an address that a browser may name?

    async def tell(self, subject: str) -> Finish | None:
        """`subject`: the account, "task", and the task's kind and what it is about."""
        news = await self.db.read(_news, subject)
        if news is None:
            return None
        gone = [browser for browser in news.browsers if not await self._told(browser, news)]
        return (lambda tx: _forget(tx, gone)) if gone else None

    async def _told(self, browser: Subscription, news: News) -> bool:
        """False when this browser will never listen again."""
        if not self.may_ask(browser.endpoint):
            return False
        try:
            sealed = seal(
                news.told,
                endpoint=browser.endpoint,
                p256dh=browser.p256dh,
                auth=browser.auth,
                private=self.vault.open(news.key.private).reveal(),
                contact=self.public_url,
                now=self.clock.now(),
            )
        except ValueError:
            return False
        try:
            answer = await self.http.request(
                "POST", browser.endpoint, headers=sealed.headers, body=sealed.body
            )
        except (NotReached, Lost) as why:
            log.warning("push_not_taken", why=type(why).__name__)
            return True
        if answer.status >= 400 and answer.status not in GONE:
            log.warning("push_not_taken", status=answer.status)
        return answer.status not in GONE


def _news(tx: Transaction, subject: str) -> News | None:
    """None when there is nothing to tell any more, or nobody to tell."""
    account_id, what, about = subject.split(" ", 2)
    key, browsers = push.key(tx), push.of_account(tx, account_id)
    every = tasks.open_tasks(tx, account_id)
    task = next((task for task in every if f"{task.kind} {task.about}" == about), None)
    if what != "task" or key is None or not browsers or task is None:
        return None
    told = {
        "title": accounts.get(tx, account_id).name,
        "body": task.sentence,
        "tag": task.id,
        "path": f"/a/{account_id}/today",
    }
    return News(told, key, browsers)


def _forget(tx: Transaction, gone: list[Subscription]) -> None:
    for browser in gone:
        push.forget(tx, browser.endpoint)
