"""Does a law firm's first text say what it must: it is automated, no lawyer wrote it, and nobody becomes a
client by it? By what the words mean, however a firm puts it, in English and Spanish.
"""

import re
from typing import Final


def is_said(folded: str) -> bool:
    """`folded` is a whole text (`understand.folding.fold`)."""
    return all(part.search(folded) for part in (_AUTOMATED, _NO_LAWYER, _NO_CLIENT))


_NO: Final = r"(?:\bnot\b|n't\b|\bno\b|\bnobody\b|\bnever\b|\bneither\b|\bni\b|\bnadie\b|\bninguna?\b)"
_LAWYERS: Final = r"(?:lawyer|attorney|counsel|abogad)\w*"
_SAME_SENTENCE: Final = r"[^.!?;]*?"
# "an attorney-client relationship", "su cliente", "representamos"; not "we are with a client".
_BOND: Final = "|".join(
    [
        rf"\b{_LAWYERS}\W{{1,3}}(?:y |and )?(?:client|cliente)\b",
        r"\bclient relationship\b",
        r"\brelacion (?:de |entre )?(?:abogad|cliente|legal|profesional)",
        rf"\b(?:your|sus|tus|su|tu) {_LAWYERS}",
        r"\b(?:are|is|makes?|becomes?|be) (?:you |anyone |nobody )?(?:yet )?(?:an? |our )?clients?\b",
        r"\bhace\w* (?:a nadie )?(?:un |nuestro |nuestra )?cliente\b",
        r"\b(?:es|sera|convierte) (?:en )?(?:un |nuestro |nuestra )?cliente\b",
        r"\brepresent(?:s|ed|ing|ation|amos|acion)?\b",
    ]
)

_AUTOMATED: Final = re.compile(r"\bauto(?:mat|\b)|\bai\b|\bia\b|\bbot\b")
_NO_LAWYER: Final = re.compile(
    rf"{_NO} (?:(?:from|by|come from|written by|your|an?|any|es|soy|somos|son|de|un|una) ){{0,3}}{_LAWYERS}"
)
_NO_CLIENT: Final = re.compile(
    rf"{_NO}{_SAME_SENTENCE}(?:{_BOND})"
    rf"|\b{_LAWYERS}\W{{1,3}}client relationship (?:is|was|has|will|can)\w*{_SAME_SENTENCE}{_NO}"
    rf"|{_NO} (?:yet |now )?(?:an? |our )?clients?\b"
    r"|\bno (?:crea|hay|establece|inicia|forma) (?:una |ninguna )?relacion"
)
