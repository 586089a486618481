"""What a person wrote, without what the phone quoted: replies with ">", reactions, copies of our own texts.

Our own texts contain STOP, so a quote of one must never opt anybody out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ringback.understand.folding import fold, words_of
from ringback.understand.rulebook import lists_of


@dataclass(frozen=True, slots=True)
class Own:
    """`folded` is what is left to understand; `reaction`: the whole message was a tap on one of ours."""

    folded: str
    reaction: bool
    quoted: bool


_QUOTED_LINE = re.compile(
    r"^\s*(?:>.*|(?:on|el|le) .{4,80}(?:wrote|escribio|a ecrit)\s*:\s*|-{2,}\s*original message.*)$",
    re.MULTILINE,
)
_INSTRUCTION = re.compile(r"\b(?:reply|text|txt|send|type)\b|\bto (?:opt|end|cancel|quit|stop|unsubscribe)\b")
_QUOTE = re.compile(r"\"+([^\"]*)(?:\"+|$)")

_REACTIONS = lists_of("reactions")
_REACTION_TO_A_PICTURE = re.compile(
    r"^(?:liked|loved|laughed at|emphasi[sz]ed|questioned|disliked|reacted \S+ to)"
    r" an? (?:image|photo|picture|video|movie|link|attachment|audio message|sticker|gif|message|contact)\.?$"
)
_LONGEST_WORD_IN_QUOTES = (
    3  # `I said "stop"` is the person's own word; a longer quotation is somebody else's text
)


def own_words(text: str, ours: Iterable[str] = ()) -> Own:
    """`ours` are the bodies we last sent to this person; a copy of one inside the text is cut."""
    folded = _without_quoted_lines(fold(text))
    for body in map(fold, ours):
        folded = folded.replace(body, ' "" ') if body else folded
    if _REACTION_TO_A_PICTURE.match(folded.strip()) or _is_reaction(folded):
        return Own("", reaction=True, quoted=True)
    kept = _QUOTE.sub(_short_quote, folded)
    return Own(kept.strip(), reaction=False, quoted=words_of(kept) != words_of(fold(text)))


def _without_quoted_lines(folded: str) -> str:
    """A relay may have glued the lines together: then only the last sentence can be the answer."""
    if folded.startswith(">") and "\n" not in folded:
        *quoted, last = re.split(r"(?<=[.?!])\s+", folded)
        return "" if not quoted or _INSTRUCTION.search(last) else last
    return _QUOTED_LINE.sub(" ", folded)


def _is_reaction(folded: str) -> bool:
    """A quotation, and around it only reaction words (with at most a name) or an emoji with "to"."""
    if not _QUOTE.search(folded):
        return False
    around = _QUOTE.sub(" ", folded)
    words = words_of(around)
    if words in (["to"], ["a"]) and re.search(r"[^\w\s\"'.,]", around):
        return True
    strangers = [word for word in words if word not in _REACTIONS["words"]]
    return not _REACTIONS["verbs"].isdisjoint(words) and len(strangers) <= 2 and len(words) <= 10


def _short_quote(match: re.Match[str]) -> str:
    said = match[1].strip()
    return f" {said} " if len(words_of(said)) <= _LONGEST_WORD_IN_QUOTES else " . "
