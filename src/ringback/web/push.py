"""Notifications of this browser: turned on and off on one's own page."""

import json
from typing import Any

from starlette.responses import Response

from ringback.accounts import push
from ringback.accounts.push import PushKey
from ringback.lib import webpush
from ringback.web.pages import signed_in
from ringback.web.visit import Person


async def public_key(person: Person) -> str:
    """Made when somebody first looks at where it is turned on, and kept for good."""
    known = await person.read(push.key)
    if known is None:
        private, public = webpush.new_key()
        known = await person.run(push.keep_key, PushKey(person.running.vault.seal(private), public))
    return known.public


async def turn_on(person: Person) -> Response:
    sent = _subscription(person.form.get("subscription"))
    if sent is None:
        words = person.t("This browser's messages go a way that we do not know, so they stay off.")
        return person.go("/you", words, wrong=True)
    await person.run(push.subscribe, person.user.id, **sent, language=person.t.language)
    return person.go("/you", person.t("This browser tells you from now on."))


async def turn_off(person: Person) -> Response:
    sent = _subscription(person.form.get("subscription"))
    if sent is not None:
        await person.run(push.forget, sent["endpoint"])
    return person.go("/you", person.t("This browser keeps quiet from now on."))


def _subscription(sent: str) -> dict[str, str] | None:
    """None for what is no browser's subscription, or would be carried by somebody unknown."""
    try:
        said: Any = json.loads(sent)
        found = {
            "endpoint": str(said["endpoint"])[:1000],
            "p256dh": str(said["keys"]["p256dh"])[:200],
            "auth": str(said["keys"]["auth"])[:100],
        }
    except (ValueError, KeyError, TypeError):
        return None
    return found if webpush.is_carrier(found["endpoint"]) else None


PAGES = [signed_in("POST", "/you/push", turn_on), signed_in("POST", "/you/push/off", turn_off)]
