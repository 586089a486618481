"""What a person wrote, without what the phone quoted: replies with ">", reactions, copies of our own texts.

Our own texts contain STOP, so a quote of one must never opt anybody out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ringback.understand.folding import fold, word_set, words_of


@dataclass(frozen=True, slots=True)
class Own:
    """`folded` is what is left to understand; `reaction` says that the whole message was a tap on one of ours."""

    folded: str
    reaction: bool
    quoted: bool


_QUOTED_LINE = re.compile(
    r"^\s*(?:>.*|(?:on|el|le) .{4,80}(?:wrote|escribio|a ecrit)\s*:\s*|-{2,}\s*original message.*)$",
    re.MULTILINE,
)
_QUOTE = re.compile(r"\"+([^\"]*)(?:\"+|$)")

# Everything that stands around the quote in a reaction: the phone's own words, never a person's.
_REACTION_WORDS = word_set(
    "liked loved laughed at emphasized emphasised questioned disliked reacted reaction removed with a an the from to "
    "like love heart laugh exclamation question mark marks dislike thumbs up down emphasis "
    "image photo picture video movie link attachment message audio sticker contact location gif "
    "le gusto no encanto puso me gusta se rio de enfatizo cuestiono destaco reacciono con quito indico que encanta "
    "aime adore ri mis en evidence reagi avec par n pas retire un une son jaime j pouce coeur interroge sur"
)
_REACTION_VERBS = word_set(
    "liked loved laughed emphasized emphasised questioned disliked reacted removed "
    "gusto encanto puso rio enfatizo cuestiono destaco reacciono quito indico aime adore ri mis reagi retire interroge"
)
_REACTION_TO_A_PICTURE = re.compile(
    r"^(?:liked|loved|laughed at|emphasi[sz]ed|questioned|disliked|reacted \S+ to)"
    r" an? (?:image|photo|picture|video|movie|link|attachment|audio message|sticker|gif|message|contact|location)\.?$"
)
_LONGEST_WORD_IN_QUOTES = 3  # `I said "stop"` is the person's own word; a longer quotation is somebody else's text


def own_words(text: str, ours: Iterable[str] = ()) -> Own:
    """`ours` are the bodies we last sent to this person; a copy of one inside the text is cut."""
    folded = _QUOTED_LINE.sub(" ", fold(text))
    for body in map(fold, ours):
        folded = folded.replace(body, ' "" ') if body else folded
    if _REACTION_TO_A_PICTURE.match(folded.strip()) or _is_reaction(folded):
        return Own("", reaction=True, quoted=True)
    kept = _QUOTE.sub(_short_quote, folded)
    return Own(kept.strip(), reaction=False, quoted=words_of(kept) != words_of(fold(text)))


def _is_reaction(folded: str) -> bool:
    """A quotation, and around it only reaction words (with at most a name) or an emoji with "to"."""
    if not _QUOTE.search(folded):
        return False
    around = _QUOTE.sub(" ", folded)
    words = words_of(around)
    if words in (["to"], ["a"]) and re.search(r"[^\w\s\"'.,]", around):
        return True
    strangers = [word for word in words if word not in _REACTION_WORDS]
    return not _REACTION_VERBS.isdisjoint(words) and len(strangers) <= 2 and len(words) <= 10


def _short_quote(match: re.Match[str]) -> str:
    said = match[1].strip()
    return f" {said} " if len(words_of(said)) <= _LONGEST_WORD_IN_QUOTES else " . "
