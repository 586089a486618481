"""What a person in danger reads at once. It says exactly what is happening, and no more.

Fixed words: nobody's advice, no promise of a time. They are sent although the person may have opted out.
911 and 988 (call or text, for people in a crisis) work in the United States and in Canada.
"""

from ringback.messages.segments import repair

_ASKED = {
    "en": "{business}: automatic reply. We marked your message as urgent and asked our team to call you.",
    "es": "{business}: respuesta automatica. Marcamos su mensaje como urgente y pedimos que le llamen.",
}
_DANGER = {
    "en": "{asked} If anyone is in danger, leave and call 911 now.",
    "es": "{asked} Si alguien corre peligro, salga y llame al 911 ahora.",
}
_CRISIS = {
    "en": "{asked} If you might hurt yourself, call or text 988 now, any time.",
    "es": "{asked} Si piensa en hacerse dano, llame o mande un texto al 988 ahora, a cualquier hora.",
}


def alarm_text(business: str, labels: tuple[str, ...]) -> str:
    """`labels` are those of `understand`; Spanish for who wrote in Spanish."""
    language = "es" if "language_es" in labels else "en"
    asked = _ASKED[language].format(business=business)
    if "crisis" in labels:
        return repair(_CRISIS[language].format(asked=asked))
    if "emergency_life" in labels:
        return repair(_DANGER[language].format(asked=asked))
    return repair(asked)
