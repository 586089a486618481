"""RingCentral's instant message event, as ours."""

from datetime import datetime

from ringback.phone.events import Event, Ignored, Media, TextReceived
from ringback.phone.ringcentral.tables import OWN_WORDS
from ringback.phone.said import Said
from ringback.phone.words import keyword, network_answers, new_word

MOST_MEDIA = 10
ITS_WORDS = "Text"  # the type of the attachment that repeats the words


def read_text(said: Said, at: datetime, *, company_answers: bool) -> Event:
    if (kind := said.need("type")) != "SMS":
        return new_word("type", kind)
    if said.need("direction") != "Inbound":
        return Ignored("this text did not come from outside")
    to, body = _to(said), said.text("subject")
    own_word = company_answers and keyword(body) in OWN_WORDS
    return TextReceived(
        id=said.need("id"),
        sender=said.part("from").need("phoneNumber"),
        to=to,
        body=body,
        at=at,
        media=_media(said),
        keyword_answered=own_word or network_answers(to, body),
    )


def _to(said: Said) -> str:
    """In a group text, the one of the numbers that is meant."""
    everybody = said.parts("to")
    meant = [one for one in everybody if one.fields.get("target") is True] or everybody
    return meant[0].need("phoneNumber") if meant else said.need("to")


def _media(said: Said) -> tuple[Media, ...]:
    each = [one for one in said.parts("attachments") if one.text("type") != ITS_WORDS and one.text("uri")]
    return tuple(Media(one.text("uri"), one.text("contentType")) for one in each[:MOST_MEDIA])
