"""What a voicemail is about, as far as a few words tell: is it urgent, does the caller want a price?

Word lists on purpose. They choose between texts that all are true, and how loudly a person is told; nothing
is promised because of them.
"""

from enum import StrEnum

from ringback.understand.folding import fold, word_set, words_of


class Voicemail(StrEnum):
    NONE = ""  # no message, as far as we know
    LEFT = "left"
    QUOTE = "quote"
    URGENT = "urgent"


def about(words: str) -> Voicemail:
    """`words` is the transcript; "" while there is none."""
    said = words_of(fold(words))
    if _any(_URGENT, said):
        return Voicemail.URGENT
    return Voicemail.QUOTE if _any(_QUOTE, said) else Voicemail.LEFT


def sentence(words: str) -> str:
    """For the task to listen to it."""
    return {
        Voicemail.URGENT: "The caller left a voicemail that sounds urgent.",
        Voicemail.QUOTE: "The caller left a voicemail and asks for a price.",
    }.get(about(words), "The caller left a voicemail.")


def _any(phrases: frozenset[tuple[str, ...]], said: list[str]) -> bool:
    return any(
        tuple(said[place : place + len(phrase)]) == phrase and not _NOT & set(said[max(0, place - 3) : place])
        for phrase in phrases
        for place in range(len(said))
    )


def _phrases(written: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in written.splitlines() if line.strip())


# "It is not an emergency", "no es urgente", "ce n'est pas urgent": folded, so without apostrophes.
_NOT = word_set("no not isn isnt aint never without non pas nada")

_URGENT = _phrases(
    """
    emergency
    urgent
    urgently
    asap
    right away
    as soon as possible
    immediately
    flooding
    flooded
    flood
    burst
    bursting
    gushing
    gas leak
    smell gas
    smells like gas
    smoke
    sparks
    sparking
    on fire
    no heat
    no water
    no power
    locked out
    bleeding
    chest pain
    ambulance
    emergencia
    urgente
    inundacion
    inundado
    inundada
    fuga de gas
    huele a gas
    urgence
    fuite de gaz
    inonde
    inondation
    """
)
_QUOTE = _phrases(
    """
    quote
    quotes
    estimate
    estimates
    price
    prices
    pricing
    how much
    cost
    rates
    ballpark
    cotizacion
    presupuesto
    precio
    cuanto cuesta
    cuanto cobran
    devis
    prix
    combien
    """
)
