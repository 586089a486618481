"""Seal a document of ours anew: for tests, and to replay a recorded one to a running server."""

from ringback.phone import stored
from ringback.phone.asterisk.provider import AsteriskSettings
from ringback.phone.provider import Request


def resign(request: Request, settings: AsteriskSettings, seed: str = "") -> Request:
    return stored.sealed_anew(request, settings.secret, seed)
