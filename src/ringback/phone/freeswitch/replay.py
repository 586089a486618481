"""Seal a document of ours anew: for tests, and to replay a made one to a running server."""

from ringback.phone import stored
from ringback.phone.freeswitch.provider import FreeswitchSettings
from ringback.phone.provider import Request


def resign(request: Request, settings: FreeswitchSettings, seed: str = "") -> Request:
    return stored.sealed_anew(request, settings.password, seed)
