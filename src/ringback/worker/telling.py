"""Sends push messages: tells the browsers of an account that there is a task, or that a customer wrote.

Each is tried once, and a second time only if the carrier asks for that. The dashboard shows the same anyway,
and one message too few is better than one too many.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog

from ringback.accounts import push
from ringback.accounts import store as accounts
from ringback.accounts.push import PushKey, Subscription
from ringback.accounts.users import News
from ringback.contacts import people
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http, Lost, NotReached
from ringback.lib.numbers import pretty
from ringback.lib.webpush import Sealed, is_carrier, seal
from ringback.lines.settings import Vault
from ringback.messages import store as texts
from ringback.retold import retold
from ringback.tasks import store as tasks
from ringback.tasks.to_do import in_rows
from ringback.worker.tasks import Finish

MOST_LETTERS = 240  # of a text: more than any screen shows, and less than any carrier takes
SOON, LATEST = timedelta(minutes=1), timedelta(minutes=15)  # after a carrier has asked us to wait

log = structlog.get_logger()


class Told(StrEnum):
    """What a carrier's answer says about a browser (RFC 8030, 7.1 and 8.4)."""

    TAKEN = "taken"
    GONE = "gone"  # it takes no push messages any more
    WAIT = "wait"  # the message may be sent later
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Message:
    """What to tell, and whom."""

    title: str
    body: str  # in English, where it is ours
    tag: str
    aloud: bool  # heard also where it takes another's place
    path: str
    key: PushKey
    browsers: list[Subscription]

    def told(self, language: str) -> dict[str, str]:
        return {
            "title": self.title,
            "body": retold(self.body, language),
            "tag": self.tag,
            "aloud": "yes" if self.aloud else "",
            "path": self.path,
        }


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
        said = [(browser, await self._told(browser, news)) for browser in news.browsers] if news else []
        return (lambda tx: _note(tx, said, subject)) if said else None

    async def tell_again(self, subject: str) -> Finish | None:
        """`subject`: the id of a browser that could not be told just now, and then as above."""
        id, _, subject = subject.partition(" ")
        news = await self.db.read(_news, subject)
        mine = [browser for browser in news.browsers if browser.id == id] if news else []
        gone = [browser for browser in mine if news and (await self._told(browser, news))[0] is Told.GONE]
        return (lambda tx: _forget(tx, gone)) if gone else None

    async def _told(self, browser: Subscription, news: Message) -> tuple[Told, timedelta]:
        """What the carrier answered, and how long it wants us to wait."""
        if not self.may_ask(browser.endpoint):
            return Told.GONE, SOON
        try:
            sealed = self._sealed(browser, news)
        except ValueError:
            return Told.GONE, SOON
        try:
            answer = await self.http.request(
                "POST", browser.endpoint, headers=sealed.headers, body=sealed.body
            )
        except (NotReached, Lost) as why:
            log.warning("push_not_taken", why=type(why).__name__)
            return Told.REFUSED, SOON
        told = _meant_by(answer.status)
        if told in (Told.WAIT, Told.REFUSED):
            log.warning("push_not_taken", status=answer.status)
        asked = answer.retry_after
        return told, SOON if asked is None else timedelta(seconds=asked)

    def _sealed(self, browser: Subscription, news: Message) -> Sealed:
        return seal(
            news.told(browser.language),
            endpoint=browser.endpoint,
            p256dh=browser.p256dh,
            auth=browser.auth,
            private=self.vault.open(news.key.private).reveal(),
            contact=self.public_url,
            now=self.clock.now(),
        )


def _meant_by(status: int) -> Told:
    if status < 400:
        return Told.TAKEN
    if status in (404, 410):
        return Told.GONE
    return Told.WAIT if status == 429 or status >= 500 else Told.REFUSED


def _news(tx: Transaction, subject: str) -> Message | None:
    """None when there is nothing to tell any more, or nobody to tell."""
    account_id, what, about = subject.split(" ", 2)
    key, browsers = push.key(tx), push.of_account(tx, account_id)
    found = (_task if what == News.TASK else _text)(tx, account_id, about, browsers)
    if key is None or found is None or not found.browsers:
        return None
    title, path = accounts.get(tx, account_id).name, f"/a/{account_id}/{found.path}"
    return Message(title, found.body, found.tag, what == News.TASK, path, key, found.browsers)


@dataclass(frozen=True, slots=True)
class _Found:
    body: str
    tag: str  # a newer message of the same tag takes its place on the screen
    path: str
    browsers: list[Subscription]


def _task(tx: Transaction, account_id: str, about: str, browsers: list[Subscription]) -> _Found | None:
    """`about`: its kind, and what it is about. None for a call after which they called again: that one is
    told, and takes its place on the screen.
    """
    shown = [each.task for each in in_rows(tasks.open_tasks(tx, account_id))]
    task = next((task for task in shown if f"{task.kind} {task.about}" == about), None)
    wanting = [each for each in browsers if each.wants(News.TASK)]
    return _Found(task.sentence, task.row, "today", wanting) if task else None


def _text(tx: Transaction, account_id: str, text_id: str, browsers: list[Subscription]) -> _Found | None:
    """Members who have read the text are not told, nor those who were told of the task that it led to."""
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
    (contact,) = people.named(tx, account_id, [contacts.get(tx, account_id, text.contact_id)])
    body = f"{contact.name or pretty(contact.number)}: {text.body}"[:MOST_LETTERS]
    return _Found(body, talk.id, f"inbox/{talk.id}", wanting)


def _note(tx: Transaction, said: list[tuple[Subscription, tuple[Told, timedelta]]], subject: str) -> None:
    """If a carrier asks for a pause that is not too long, try once more after it."""
    _forget(tx, [browser for browser, (told, _) in said if told is Told.GONE])
    for browser, (told, wait) in said:
        if told is Told.WAIT and wait <= LATEST:
            push.tell_again(tx, browser, subject, tx.now + wait)


def _forget(tx: Transaction, gone: list[Subscription]) -> None:
    for browser in gone:
        push.forget(tx, browser.endpoint)
