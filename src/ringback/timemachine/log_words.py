"""The words in which a call log says what became of a call, and who called whom. English and Spanish."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ringback.understand.folding import fold


class Ending(StrEnum):
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    DECLINED = "declined"
    FAILED = "failed"
    GAVE_UP = "gave_up"  # the caller hung up first
    OVER = "over"  # "completed": somebody or something took it, unless it had no length
    NO_CALL = "no_call"  # a text, a fax, data


# In this order: "missed, left voicemail" is a voicemail, and "not answered" is not "answered".
_ENDINGS: Final = tuple(
    (ending, re.compile(words, re.VERBOSE))
    for ending, words in (
        (
            Ending.VOICEMAIL,
            r"""\bvoice\s?(?:mail|message)\b | \bvm\b | \bvmail\b | \bleft\s(?:a\s)?message\b | \bbuzon\b
            | \b(?:correo|mensaje)\sde\svoz\b""",
        ),
        (Ending.NO_CALL, r"\b(?:sms|mms|text|messag\w*|texto|mensajes?|fax|data|datos|picture|imagen)\b"),
        (
            Ending.NO_ANSWER,
            r"""\bmissed\b | \b(?:no|not|un|sin)[ -]?(?:answer|answered|respuesta|contest\w+|atendid\w+)\b
            | \bunanswered\b | \bperdidas?\b | \bnoanswer\b | \bno\s(?:reply|pickup)\b | \bring\stimeout\b
            | \bignored\b""",
        ),
        (
            Ending.ANSWERED,
            r"""\banswer(?:ed)?\b | \baccepted\b | \bconnected\b | \bpicked\sup\b | \bcontestad\w+\b
            | \batendid\w+\b | \baceptad\w+\b | \brespondid\w+\b | \bconectad\w+\b | \btalked\b""",
        ),
        (Ending.BUSY, r"\bbusy\b|\bocupad\w+\b|\buser\sbusy\b"),
        (Ending.DECLINED, r"\bdeclined\b|\breject(?:ed)?\b|\brechazad\w+\b|\bdeclinad\w+\b"),
        (
            Ending.GAVE_UP,
            r"""\babandon\w*\b | \bhang[ -]?up\b | \bhung[ -]?up\b | \bcancell?ed\b | \bcancelad\w+\b
            | \brequest\sterminated\b | \bcaller\sended\b | \bcolg\w+\b""",
        ),
        (Ending.FAILED, r"\bfailed\b|\bfailure\b|\berror\b|\bfallid\w+\b|\bcongestion\b|\bchanunavail\b"),
        (Ending.OVER, r"\bcompleted?\b|\bcompletad\w+\b|\bended\b|\bfinalizad\w+\b|\bok\b|\bsuccess\w*\b"),
    )
)
# "IN" and "OUT" alone only: Fort Wayne, IN is a place.
_INBOUND: Final = re.compile(
    r"^in$|^i$|^ic$|\bin(?:bound|coming|comi)\b|\breceived\b|\bentrantes?\b|\bentrada\b|\brecibid\w+\b"
)
_OUTBOUND: Final = re.compile(
    r"^out$|^o$|^og$|\bout(?:bound|going)\b|\bplaced\b|\bdial(?:ed|led)\b|\bsalientes?\b|\bsalida\b"
    r"|\brealizad\w+\b"
)
_YES: Final = {"yes", "y", "true", "1", "si", "s", "x", "verdadero"}
_NO: Final = {"", "no", "n", "false", "0", "falso", "-", "null", "n/a"}


@lru_cache(maxsize=4096)
def ending_of(words: str) -> Ending | None:
    said = fold(words).replace("_", " ")
    return next((ending for ending, pattern in _ENDINGS if pattern.search(said)), None)


@lru_cache(maxsize=4096)
def is_inbound(words: str) -> bool | None:
    """`words` may be several cells with semicolons between them. None: they do not say."""
    cells = [cell.strip() for cell in fold(words).replace("_", " ").split(";")]
    if any(_OUTBOUND.search(cell) for cell in cells):
        return False
    return True if any(_INBOUND.search(cell) for cell in cells) else None


def yes_or_no(cell: str) -> bool | None:
    """None for what is neither: a time or a name, which is as good as yes where one is asked for."""
    said = fold(cell)
    return True if said in _YES else False if said in _NO else None
