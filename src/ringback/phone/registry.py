"""Which providers there are. Adding one is its directory and one line here."""

from functools import cache
from importlib import import_module
from typing import Any

from ringback.phone.provider import Provider

PROVIDERS = {
    "aircall": "ringback.phone.aircall.provider",
    "android": "ringback.phone.android.provider",
    "asterisk": "ringback.phone.asterisk.provider",
    "bandwidth": "ringback.phone.bandwidth.provider",
    "dialpad": "ringback.phone.dialpad.provider",
    "freeswitch": "ringback.phone.freeswitch.provider",
    "gohighlevel": "ringback.phone.gohighlevel.provider",
    "openphone": "ringback.phone.openphone.provider",
    "plivo": "ringback.phone.plivo.provider",
    "ringcentral": "ringback.phone.ringcentral.provider",
    "signalwire": "ringback.phone.signalwire.provider",
    "simulator": "ringback.phone.simulator.provider",
    "telnyx": "ringback.phone.telnyx.provider",
    "twilio": "ringback.phone.twilio.provider",
    "vonage": "ringback.phone.vonage.provider",
    "zoom": "ringback.phone.zoom.provider",
}


class UnknownProvider(LookupError):
    """The name is in no line of the registry."""


@cache
def provider(name: str) -> Provider[Any]:
    """The provider of that name, loaded at its first use. Raises UnknownProvider."""
    if name not in PROVIDERS:
        raise UnknownProvider(name)
    module = import_module(PROVIDERS[name])  # only a company that a line uses costs start-up time
    loaded: Provider[Any] = module.PROVIDER
    return loaded
