"""What TwiML and its dialects share: form webhooks, their signature, and the documents that steer a call.

No company is known here: what differs (secrets, hash, extra ring seconds) comes in as an argument.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_plus, urldefrag, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Answer, CallPlan, Request, Unreadable
from ringback.phone.words import KEY_SECONDS, thanks_words, whisper_words

FORM = "application/x-www-form-urlencoded"
DEFAULT_PORTS = {"http": 80, "https": 443}
AT_ONCE = 10  # more phones than this do not ring at the same time
SHORTEST_RING, LONGEST_RING = 5, 600  # what <Dial timeout> takes

Pairs = tuple[tuple[str, str], ...]


# --- Webhooks ---


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the company said (`sent`) and what our own address already carried (`ours`)."""

    sent: dict[str, str]
    ours: dict[str, str]
    at: datetime

    def get(self, name: str) -> str:
        return self.sent.get(name, "")

    def need(self, name: str) -> str:
        if not self.sent.get(name):
            raise Unreadable(name)
        return self.sent[name]

    def number(self, name: str) -> str:
        """A number that must be given but may be empty: a caller can hide it."""
        if name not in self.sent:
            raise Unreadable(name)
        return self.sent[name]

    def whole(self, name: str) -> int | None:
        value = self.get(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else None


def read(request: Request) -> Parameters:
    """Of a POST the form, of a GET the query. Raises Unreadable for anything else."""
    ours = query_pairs(request.url)
    if request.method == "GET":
        sent = ours
    elif request.method != "POST":
        raise Unreadable("method")
    elif content_type(request) != FORM:
        raise Unreadable("content-type")
    else:
        sent = form_pairs(request.body)
    return Parameters(_first_of_each(sent), _first_of_each(ours), request.at)


def content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def form_pairs(body: bytes) -> Pairs:
    """Every parameter, blank ones too: they are signed like the others.

    Bytes that are no UTF-8 are kept as surrogates, because the signature covers them as they came.
    """
    return _pairs(body.decode("utf-8", "surrogateescape"))


def query_pairs(url: str) -> Pairs:
    return _pairs(urlsplit(url).query)


@lru_cache(maxsize=512)  # a request is read to verify it, to name it, to answer it, to work on it
def _pairs(encoded: str) -> Pairs:
    named = (part.partition("=") for part in encoded.split("&") if part)
    return tuple((_decoded(name), _decoded(value)) for name, _, value in named)


def _decoded(part: str) -> str:
    """`urllib` takes thrice as long to find that in most parts there is nothing to do."""
    return unquote_plus(part, errors="surrogateescape") if "%" in part or "+" in part else part


def delivery(request: Request) -> str:
    """The same for the same words at the same address, in whatever order they come."""
    pairs = [*query_pairs(request.url), ("", ""), *sorted(form_pairs(request.body))]
    said = "\0".join([request.kind, *(part for pair in pairs for part in pair)])
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()


def _first_of_each(pairs: Pairs) -> dict[str, str]:
    return {name: _storable(value) for name, value in reversed(pairs)}


def _storable(value: str) -> str:
    """Without what a database cannot hold."""
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")


# --- Signatures ---


def signature(url: str, pairs: Iterable[tuple[str, str]], secret: Secret, digest: str = "sha1") -> str:
    """Base64 of the HMAC over the address and then each name and value, sorted, with nothing between them.

    A name that comes with the same value twice counts once.
    """
    return _signature(url, _in_order(pairs), secret, digest)


def _in_order(pairs: Iterable[tuple[str, str]]) -> bytes:
    said = "".join([name + value for name, value in sorted(set(pairs))])
    return said.encode("utf-8", "surrogateescape")


def _signature(url: str, said: bytes, secret: Secret, digest: str) -> str:
    signed = url.encode("utf-8", "surrogateescape") + said
    return base64.b64encode(hmac.digest(secret.reveal().encode(), signed, digest)).decode()


def is_signed(url: str, pairs: Pairs, given: str, secrets: Sequence[Secret], digest: str = "sha1") -> bool:
    """Signed with one of the secrets, for this address with or without its port? Empty ones never count."""
    said, forms = _in_order(pairs), url_forms(url)
    candidates = [_signature(form, said, secret, digest) for secret in secrets if secret for form in forms]
    # No early exit: how long this takes says nothing about which secret came close.
    matches = [same(candidate, given) for candidate in candidates]
    return bool(given) and any(matches)


@lru_cache(maxsize=256)  # the addresses of a line do not change from call to call
def url_forms(url: str) -> tuple[str, ...]:
    """The address as it may have been signed: with the port or without it, and never with the fragment."""
    plain = urldefrag(url).url
    parts = urlsplit(plain)
    bare = re.sub(r":\d+$", "", parts.netloc)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 80)
    forms = [plain, parts._replace(netloc=bare).geturl(), parts._replace(netloc=f"{bare}:{port}").geturl()]
    return tuple(dict.fromkeys(forms))


# --- Documents ---

# What XML 1.0 cannot hold, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def nothing() -> Answer:
    """Do nothing further. It ends a whisper and connects the two; it sends no text."""
    return document(Element("Response"))


def hang_up() -> Answer:
    response = Element("Response")
    SubElement(response, "Hangup")
    return document(response)


def ring(plan: CallPlan, call: str, phones: Sequence[str], *, done: str, added_seconds: int) -> Answer:
    """Ring the owner's phones; the caller hears ringing until one is connected. Then `done` is asked.

    `added_seconds` is what the company adds to every time limit by itself, so that the phones ring about as
    long as the plan says and stop before the owner's voicemail answers.
    """
    response = Element("Response")
    limit = min(max(plan.ring_seconds - added_seconds, SHORTEST_RING), LONGEST_RING)
    dial = SubElement(
        response,
        "Dial",
        {"timeout": str(limit), "answerOnBridge": "true", "action": done},
    )
    if plan.in_turn and len(phones) > 1:
        dial.set("sequential", "true")
    for phone in phones[:AT_ONCE]:
        number = SubElement(dial, "Number", _number_attributes(plan, call))
        number.text = speakable(phone)
    return document(response)


def _number_attributes(plan: CallPlan, call: str) -> dict[str, str]:
    report = {
        "statusCallback": plan.address("leg", call=call),
        "statusCallbackEvent": "initiated ringing answered completed",
    }
    return {"url": plan.address("screen", call=call), **report} if plan.press_to_accept else report


def whisper(plan: CallPlan, call: str) -> Answer:
    """Ask whoever picked up to press 1. A voicemail never does, and is hung up on after some seconds."""
    words, language = whisper_words(plan)
    response = Element("Response")
    gather = SubElement(
        response,
        "Gather",
        {"numDigits": "1", "timeout": "5", "action": plan.address("screen_key", call=call)},
    )
    say(gather, words, language)
    SubElement(response, "Hangup")
    return document(response)


def greet(plan: CallPlan) -> Answer:
    """The greeting and the voicemail, whichever the line has, then the end. Never rings anybody.

    Where the caller is asked for a key, it may be pressed while the greeting is still being said.
    """
    asked = plan.address("caller_key") if plan.asks_caller else ""
    return _greeting(plan.greeting, plan.language, _record(plan), asked)


def after_key(plan: CallPlan, *, pressed: bool) -> Answer:
    """Thanks and the end, or what comes after the greeting for whom it is another key."""
    if not pressed:
        return _greeting("", plan.language, _record(plan), "")
    words, language = thanks_words(plan)
    return _greeting(words, language, (), "")


@lru_cache(maxsize=256)  # a line says the same to every caller
def _greeting(words: str, language: str, record: Pairs, asked: str) -> Answer:
    response = Element("Response")
    attributes = {"numDigits": "1", "timeout": str(KEY_SECONDS), "action": asked}
    said_in = SubElement(response, "Gather", attributes) if asked else response
    if words:
        say(said_in, words, language)
    if record:
        SubElement(response, "Record", dict(record))
    SubElement(response, "Hangup")
    return document(response)


def _record(plan: CallPlan) -> Pairs:
    return tuple(_record_attributes(plan).items()) if plan.voicemail else ()


def _record_attributes(plan: CallPlan) -> dict[str, str]:
    # An action of its own, because without one the same document would be asked for again, in a circle.
    attributes = {
        "action": plan.address("voicemail"),
        "maxLength": str(plan.voicemail_seconds),
        "timeout": "5",
        "finishOnKey": "#",
        "playBeep": "true",
        "trim": "trim-silence",
        "recordingStatusCallback": plan.address("voicemail_status"),
        "recordingStatusCallbackEvent": "completed absent",
    }
    english = plan.language.lower().startswith("en")
    if plan.transcript and english and plan.voicemail_seconds <= 120:  # nothing else is written out
        attributes |= {"transcribe": "true", "transcribeCallback": plan.address("transcript")}
    return attributes


LEFT: Final = "left"  # in our own address, where phones ring in turn: how many are not rung yet


def left(said: Parameters) -> int:
    """How many phones have not been rung yet, as our own address says."""
    written = said.ours.get(LEFT, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0


def say(parent: Element, words: str, language: str) -> None:
    SubElement(parent, "Say", {"language": language}).text = speakable(words)


def speakable(words: str) -> str:
    """Without what a document cannot hold, not even escaped."""
    return _NOT_IN_XML.sub("", words)


def document(response: Element, content_type: str = "text/xml") -> Answer:
    body = '<?xml version="1.0" encoding="UTF-8"?>' + tostring(response, encoding="unicode")
    return Answer(body, content_type)
