"""What can happen, one thing at a time: the process is killed at each point of each of these."""

from collections.abc import Mapping
from dataclasses import replace

from ringback.contacts.listed import Listed
from tests.cast import DAN
from tests.crash.model.shop import ASKING, FORWARDED, KEYED, OBSERVED
from tests.crash.model.town import Happened, Kind, called_back, imported, phoned, texted, written

BEFORE_IT_LEAVES = 16.0  # the call is over after 14 seconds, and the text leaves five later
AFTER_IT_LEFT = 40.0


def _dan(*happened: Happened) -> list[Happened]:
    return list(happened)


def _told_late(pressed: Happened) -> Happened:
    """The webhook of the key is held up until the call is over and decided."""
    told = [replace(one, at=60.0) if one.webhook.kind == "caller_key" else one for one in pressed.told]
    return replace(pressed, told=told)


STORIES: Mapping[str, list[Happened]] = {
    "missed": _dan(phoned(Kind.MISSED, DAN, 0, 0.0)),
    "missed, and he gave up": _dan(phoned(Kind.GAVE_UP, DAN, 0, 0.0)),
    "missed, and passed on by the carrier": _dan(phoned(Kind.MISSED, DAN, 0, 0.0, FORWARDED)),
    "missed on another phone system": _dan(phoned(Kind.MISSED, DAN, 0, 0.0, OBSERVED)),
    "answered on another phone system": _dan(phoned(Kind.ANSWERED, DAN, 0, 0.0, OBSERVED)),
    "missed without a number": _dan(phoned(Kind.HIDDEN, DAN, 0, 0.0)),
    "missed, and we are told nothing": _dan(replace(phoned(Kind.MISSED, DAN, 0, 0.0), told=[])),
    "missed, and the end is never told": _dan(
        replace(phoned(Kind.MISSED, DAN, 0, 0.0), told=phoned(Kind.MISSED, DAN, 0, 0.0).told[:1])
    ),
    "answered": _dan(phoned(Kind.ANSWERED, DAN, 0, 0.0)),
    "leaves a message": _dan(phoned(Kind.VOICEMAIL, DAN, 0, 0.0, ASKING)),
    "calls again and is answered": _dan(
        phoned(Kind.MISSED, DAN, 0, 0.0), phoned(Kind.ANSWERED, DAN, 1, BEFORE_IT_LEAVES)
    ),
    "calls again in vain": _dan(phoned(Kind.MISSED, DAN, 0, 0.0), phoned(Kind.MISSED, DAN, 1, AFTER_IT_LEFT)),
    "texts": _dan(texted("My sink leaks", DAN, 0, 0.0)),
    "says stop": _dan(texted("STOP", DAN, 0, 0.0)),
    "says stop before the text leaves": _dan(
        phoned(Kind.MISSED, DAN, 0, 0.0), texted("STOP", DAN, 1, BEFORE_IT_LEAVES)
    ),
    "says stop, and calls": _dan(texted("STOP", DAN, 0, 0.0), phoned(Kind.MISSED, DAN, 1, 5.0)),
    "says stop and start, and calls": _dan(
        texted("STOP", DAN, 0, 0.0), texted("START", DAN, 1, 5.0), phoned(Kind.MISSED, DAN, 2, 10.0)
    ),
    "Ben writes before the text leaves": _dan(
        phoned(Kind.MISSED, DAN, 0, 0.0), written(DAN, 1, BEFORE_IT_LEAVES)
    ),
    "Ben answers a text": _dan(texted("My sink leaks", DAN, 0, 0.0), written(DAN, 1, 60.0)),
    "presses the key": _dan(phoned(Kind.PRESSED, DAN, 0, 0.0, KEYED)),
    "presses no key": _dan(phoned(Kind.MISSED, DAN, 0, 0.0, KEYED)),
    "presses the key, which is told late": _dan(_told_late(phoned(Kind.PRESSED, DAN, 0, 0.0, KEYED))),
    "says stop, and presses the key": _dan(
        texted("STOP", DAN, 0, 0.0, KEYED), phoned(Kind.PRESSED, DAN, 1, 5.0, KEYED)
    ),
    "presses the key, and says stop before the text leaves": _dan(
        phoned(Kind.PRESSED, DAN, 0, 0.0, KEYED), texted("STOP", DAN, 1, 24.0, KEYED)
    ),
    "Ben calls back before the text leaves": _dan(
        phoned(Kind.MISSED, DAN, 0, 0.0), called_back(DAN, 1, BEFORE_IT_LEAVES)
    ),
    "Ben calls back who has texted": _dan(texted("My sink leaks", DAN, 0, 0.0), called_back(DAN, 1, 60.0)),
    "Ben takes in names": _dan(phoned(Kind.MISSED, DAN, 0, 0.0), imported(DAN, 1, AFTER_IT_LEFT)),
    "Ben takes in whom never to text": _dan(
        phoned(Kind.MISSED, DAN, 0, 0.0), imported(DAN, 1, BEFORE_IT_LEAVES, Listed.NEVER_TEXT)
    ),
}
