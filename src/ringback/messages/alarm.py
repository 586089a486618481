"""The automatic answer to a person in danger. It says exactly what is happening, and no more.

The words are fixed: no advice, and no promise of a time. They are sent even if the person has opted out.
"""

from typing import Final

from ringback.messages.segments import repair

# By country of the business. 112 is answered, too, by networks that have another number of their own.
EMERGENCY: Final = {"US": "911", "CA": "911", "MX": "911", "GB": "999", "AU": "000", "NZ": "111"}
ELSEWHERE: Final = "112"
CRISIS_LINE: Final = {"US": "988", "CA": "988"}  # call or text, at any hour; of others we know none to text

_ASKED = {
    "en": "{business}: automatic reply. We marked your message as urgent and asked our team to call you.",
    "es": "{business}: respuesta automatizada. Su mensaje es urgente y pedimos que le llamen.",
    "fr": "{business}: réponse automatique. Votre message est urgent: nous avons demandé qu'on appelle.",
}
_DANGER = {
    "en": "{asked} If anyone is in danger, leave and call {emergency} now.",
    "es": "{asked} Si alguien corre peligro, salga y llame al {emergency} ahora.",
    "fr": "{asked} Si quelqu'un est en danger, sortez et appelez le {emergency}.",
}
_CRISIS = {
    "en": "{asked} If you might hurt yourself, call or text {crisis} now, any time.",
    "es": "{asked} Si piensa en hacerse daño, llame o mande un texto al {crisis} ahora, a cualquier hora.",
    "fr": "{asked} Si vous pensez à vous faire du mal, appelez ou textez le {crisis}, à toute heure.",
}
_CRISIS_ELSEWHERE = {
    "en": "{asked} If you might hurt yourself, call {emergency} now, any time.",
    "es": "{asked} Si piensa en hacerse daño, llame al {emergency} ahora, a cualquier hora.",
    "fr": "{asked} Si vous pensez à vous faire du mal, appelez le {emergency}, à toute heure.",
}


def alarm_text(business: str, labels: tuple[str, ...], country: str = "US") -> str:
    """`labels` are those of `understand`; they also say whether the person wrote in Spanish or French.
    `country` (ISO code) is the country of the business."""
    language = next((spoken for spoken in ("es", "fr") if f"language_{spoken}" in labels), "en")
    said = {
        "asked": _ASKED[language].format(business=business),
        "emergency": EMERGENCY.get(country, ELSEWHERE),
        "crisis": CRISIS_LINE.get(country, ""),
    }
    return repair(_template(language, labels, said["crisis"]).format_map(said))


def about(labels: tuple[str, ...]) -> str:
    """Which of the three it is. Who was told of one has not been told of another."""
    if "crisis" in labels:
        return "crisis"
    return "danger" if "emergency_life" in labels else "damage"


def _template(language: str, labels: tuple[str, ...], crisis_line: str) -> str:
    match about(labels):
        case "crisis":
            return (_CRISIS if crisis_line else _CRISIS_ELSEWHERE)[language]
        case "danger":
            return _DANGER[language]
        case _:
            return "{asked}"
