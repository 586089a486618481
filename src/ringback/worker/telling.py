"""Tells the browsers of an account that something waits for a person, or that a customer wrote.

One try each: what it is about stays to be seen, and better one buzz too few than one too many.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from ringback.accounts import push
from ringback.accounts import store as accounts
from ringback.accounts.push import PushKey, Subscription
from ringback.accounts.users import News
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http, Lost, NotReached
from ringback.lib.numbers import pretty
from ringback.lib.webpush import is_carrier, seal
from ringback.lines.settings import Vault
from ringback.messages import store as texts
from ringback.tasks import store as tasks
from ringback.worker.tasks import Finish

MOST_LETTERS = 240  # of a text: more than any screen shows, and less than any carrier takes
GONE = (404, 410)  # the browser has turned it off, or is no more

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Message:
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
        """`subject`: the account, the kind of news, and what it is about."""
        news = await self.db.read(_news, subject)
        if news is None:
            return None
        gone = [browser for browser in news.browsers if not await self._told(browser, news)]
        return (lambda tx: _forget(tx, gone)) if gone else None

    async def _told(self, browser: Subscription, news: Message) -> bool:
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


def _news(tx: Transaction, subject: str) -> Message | None:
    """None when there is nothing to tell any more, or nobody to tell."""
    account_id, what, about = subject.split(" ", 2)
    key, browsers = push.key(tx), push.of_account(tx, account_id)
    found = (_task if what == News.TASK else _text)(tx, account_id, about, browsers)
    if key is None or found is None or not found.browsers:
        return None
    told = {"title": accounts.get(tx, account_id).name, "body": found.body, "tag": found.tag}
    return Message({**told, "path": f"/a/{account_id}/{found.path}"}, key, found.browsers)


@dataclass(frozen=True, slots=True)
class _Found:
    body: str
    tag: str  # a newer message of the same tag takes its place on the screen
    path: str
    browsers: list[Subscription]


def _task(tx: Transaction, account_id: str, about: str, browsers: list[Subscription]) -> _Found | None:
    """`about`: its kind, and what it is about."""
    every = tasks.open_tasks(tx, account_id)
    task = next((task for task in every if f"{task.kind} {task.about}" == about), None)
    wanting = [each for each in browsers if each.wants(News.TASK)]
    return _Found(task.sentence, task.id, "today", wanting) if task else None


def _text(tx: Transaction, account_id: str, text_id: str, browsers: list[Subscription]) -> _Found | None:
    """Whoever has read it is not told, nor who was told of the task that it led to."""
    text = texts.get(tx, text_id)
    if text is None or text.account_id != account_id:
        return None
    talk = conversations.get(tx, account_id, text.conversation_id)
    if talk.waiting_since is None:
        return None
    by_task = bool(tasks.open_tasks(tx, account_id, about=text_id))
    read = conversations.readers(tx, account_id, talk.id, text.created_at)
    wanting = [
        each
        for each in browsers
        if each.wants(News.TEXT if talk.assigned_to in (None, each.user_id) else News.COLLEAGUE)
        and each.user_id not in read
        and not (by_task and each.wants(News.TASK))
    ]
    contact = contacts.get(tx, account_id, text.contact_id)
    body = f"{contact.name or pretty(contact.number)}: {text.body}"[:MOST_LETTERS]
    return _Found(body, talk.id, f"inbox/{talk.id}", wanting)


def _forget(tx: Transaction, gone: list[Subscription]) -> None:
    for browser in gone:
        push.forget(tx, browser.endpoint)
