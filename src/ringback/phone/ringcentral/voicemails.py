"""RingCentral's voicemails: messages of an extension, which do not say which call they are of."""

from datetime import datetime
from urllib.parse import quote

from ringback.lib.http import Lost, NotReached
from ringback.phone import tokens
from ringback.phone.answers import json_object
from ringback.phone.asked import Place
from ringback.phone.events import VoicemailLeft
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.ringcentral.account import VERSION, Account, Row
from ringback.phone.ringcentral.rest import EXTENSION
from ringback.phone.said import Said


def read_voicemail(said: Said, at: datetime) -> VoicemailLeft:
    """How long it is stands with the recording, and in no event."""
    return VoicemailLeft("", said.need("id"), None, "", at, said.part("from").text("phoneNumber"))


async def recording_at(account: Account, message: str) -> Place | None:
    """The sound is one of the message's attachments; it wants the app's token. Raises CannotAsk."""
    path = f"{EXTENSION}/message-store/{quote(message, safe='')}"
    try:
        answer = await account.ask("GET", path)
    except (NotReached, Lost, SendFailed) as error:
        raise CannotAsk(str(error)) from None
    token = tokens.kept(account.login)
    if answer.status == 404:
        return None
    attachments = json_object(answer).get("attachments")
    if answer.status != 200 or not isinstance(attachments, list) or token is None:
        raise CannotAsk(f"HTTP {answer.status}")
    sounds = [str(each["id"]) for each in attachments if isinstance(each, dict) and _is_sound(each)]
    if not sounds:
        return None
    url = f"{account.base.rstrip('/')}{VERSION}{path}/content/{quote(sounds[0], safe='')}"
    return Place(url, {"Authorization": f"Bearer {token.reveal()}"})


def _is_sound(attachment: Row) -> bool:
    """A transcript is an attachment, too."""
    audio = str(attachment.get("contentType", "")).startswith("audio/")
    return bool(attachment.get("id")) and (audio or attachment.get("type") == "AudioRecording")
