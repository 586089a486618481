"""From an owner's template to the text that Dan reads.

A field is `{name}`, or `{name|what to write when it is empty}`. Blanks at the ends of the second part belong
to the sentence and stay in both cases: "Hi{first_name| there}" gives "Hi Dan" and "Hi there".
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ringback.lib.nearest import nearest
from ringback.lib.numbers import pretty
from ringback.messages.segments import repair
from ringback.understand.keywords import Keyword

# Of a missed call, each with a first text of its own; `rules/situations.py` says when each holds.
SITUATIONS = (
    "voicemail_urgent",
    "voicemail_quote",
    "voicemail",
    "repeat",
    "after_hours",
    "known_customer",
    "declined",
    "busy",
    "failed",
    "gave_up",
    "missed",
)

# Informational, without offer, price or promise; each stays one part with a name as long as EXAMPLE's.
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "missed": "Hi{first_name| there}, this is {business}. Sorry we missed your call. "
        "What can we help you with? {stop}",
        "busy": "Hi{first_name| there}, this is {business}. We couldn't get to the phone just now. "
        "How can we help? {stop}",
        "after_hours": "Hi{first_name| there}, {business} is closed now and opens {next_open|again soon}. "
        "How can we help? {stop}",
        "voicemail": "Hi{first_name| there}, this is {business}. Thanks, we got your message. "
        "Anything to add? Just reply here. {stop}",
    }
)

# Sent once, and only where the owner wants it, to somebody who did not answer the first text.
BUILT_IN_FOLLOW_UP: str = (
    "Hi{first_name| there}, {business} here again. Do you still need help? Just reply here. {stop}"
)

# For a Spanish shop of no trade. Without á, í, ó and ú, which would triple the price; none is misspelt.
BUILT_IN_SPANISH: Mapping[str, str] = MappingProxyType(
    {
        "missed": "{business}: sentimos no poder contestar su llamada. ¿En qué le ayudamos? {stop}",
        "busy": "{business}: no pudimos tomar su llamada. ¿En qué le ayudamos? {stop}",
        "after_hours": "{business}: abrimos {next_open|pronto}. ¿En qué le ayudamos? {stop}",
        "voicemail": "{business}: gracias, tenemos su mensaje. ¿Desea agregar algo? {stop}",
        "follow_up": "{business}: ¿sigue necesitando ayuda? Responda a este mensaje. {stop}",
    }
)

STOP_WORDS = "Reply STOP to opt out."
OPT_OUT: Mapping[str, str] = MappingProxyType({"en": STOP_WORDS, "es": "Responda STOP para salir."})

# Every field that a template may have, with a long but real value: if this fits, everything does.
EXAMPLE: Mapping[str, str] = MappingProxyType(
    {
        "first_name": "Christopher",
        "business": "Thompson & Sons Heating, Cooling & Plumbing",
        "next_open": "Wednesday, December 30 at 10:30 AM",
        "reply_within": "by Wednesday, December 30 at 10:30 AM",
        "stop": STOP_WORDS,
    }
)

_FIELD = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")


def compose(template: str, fields: Mapping[str, str]) -> str:
    """The text to send, in the alphabet of cheap texts where that is possible.

    `{stop}` needs no value. Raises ValueError when the template has an unknown field.
    """
    values = {"stop": STOP_WORDS, **fields}

    def filled(field: re.Match[str]) -> str:
        name, otherwise = field[1].strip(), field[2] or ""
        if name not in EXAMPLE:
            raise ValueError(_unknown(name))
        value = values.get(name, "").strip()
        before = otherwise[: len(otherwise) - len(otherwise.lstrip())]
        after = otherwise[len(otherwise.rstrip()) :]
        return f"{before}{value}{after}" if value else otherwise

    text = _FIELD.sub(filled, template)
    return repair(re.sub(r" {2,}", " ", text).strip())


def fields_in(template: str) -> frozenset[str]:
    """The names of the fields that stand in it, known or not."""
    return frozenset(field[1].strip() for field in _FIELD.finditer(template))


def confirmation(keyword: Keyword, business: str, phone: str, language: str = "en") -> str:
    """The one answer to STOP, START or HELP. `phone` is the business number in E.164."""
    return repair(_CONFIRMED[language][keyword].format(business=business, phone=pretty(phone)))


def consent_question(business: str, language: str = "en") -> str:
    """To somebody who may have asked for no more texts, sent by a person of the business."""
    return repair(_QUESTION[language].format(business=business))


_QUESTION = {
    "en": "{business}: may we go on texting you? Reply YES to go on, or STOP to end it.",
    "es": "{business}: ¿podemos seguir escribiéndole? Responda SI para seguir o STOP para terminar.",
}

_CONFIRMED = {
    "en": {
        Keyword.STOP: "{business}: you're opted out and will get no more texts from us. "
        "Reply START to resume.",
        Keyword.START: "{business}: you're opted back in. Reply STOP to opt out, HELP for help.",
        Keyword.HELP: "{business}: for help call {phone} or reply here. Msg & data rates may apply. "
        "Reply STOP to opt out.",
    },
    "es": {
        Keyword.STOP: "{business}: ya no le mandaremos mensajes. Responda START para volver.",
        Keyword.START: "{business}: de nuevo recibe nuestros mensajes. Responda STOP para salir, "
        "HELP para ayuda.",
        Keyword.HELP: "{business}: para ayuda llame al {phone} o responda. Pueden aplicarse tarifas. "
        "Responda STOP para salir.",
    },
    "fr": {
        Keyword.STOP: "{business}: vous ne recevrez plus de messages. Répondez START pour reprendre.",
        Keyword.START: "{business}: vous recevez de nouveau nos messages. Répondez STOP pour ne plus en "
        "recevoir, HELP pour de l'aide.",
        Keyword.HELP: "{business}: aide au {phone} ou répondez ici. Des frais peuvent s'appliquer. "
        "Répondez STOP pour ne plus en recevoir.",
    },
}


def first_name(name: str) -> str:
    """What to call someone by, from a full name as people and phone networks write it; "" when in doubt.

    "Dan Miller", "Mr. Dan Miller" and "MILLER, DAN" give "Dan". Capitals without a comma come from a network,
    in no known order and for any kind of caller, so "MILLER DAN" and "WIRELESS CALLER" give nothing.
    """
    last, comma, rest = name.partition(",")
    words = [
        word for word in (rest if comma else last).replace(".", " ").split() if word.casefold() not in _TITLES
    ]
    if not words or (name.isupper() and not comma) or not _NOT_A_NAME.isdisjoint(name.casefold().split()):
        return ""
    first = words[0]
    if not 2 <= len(first) <= 20 or not _NAME.fullmatch(first):
        return ""
    return first.title() if first.isupper() else first


_NAME = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sr", "sra", "mme"})
_NOT_A_NAME = frozenset(
    {"inc", "inc.", "llc", "ltd", "ltd.", "co", "co.", "corp", "company", "caller", "unknown"}
)


def _unknown(name: str) -> str:
    close = nearest(name, EXAMPLE)
    hint = f"did you mean {{{close}}}?" if close else f"there are {', '.join(f'{{{f}}}' for f in EXAMPLE)}."
    return f"{{{name}}} is not a field: {hint}"
