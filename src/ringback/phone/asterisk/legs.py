"""A channel as the switchboard keeps it, and what its name says."""

from ringback.phone.asterisk.sightings import Channel

# Channels with no person at their end: the switch's own, and those that machines speak through.
# fmt: off
MACHINES = frozenset({
    "Announcer", "AsyncGoto", "AudioSocket", "Bridge", "CBAnn", "CBRec", "Message", "MulticastRTP", "Null",
    "Parked", "Recorder", "Snoop", "Surrogate", "UnicastRTP", "WebSocket",
})
# fmt: on


class Leg:
    """A channel, and what the switchboard has learnt about it."""

    __slots__ = ("application", "bridge", "call", "channel", "phone", "trunk", "weighed")

    def __init__(self, channel: Channel, trunk: bool) -> None:
        self.channel = channel
        self.call = ""
        self.bridge = ""
        self.application = ""  # of the dialplan, that it is in
        self.trunk = trunk  # it leads to the outside
        self.phone = ""  # the number that was called
        self.weighed = False  # whether it begins a call is settled

    @property
    def label(self) -> str:
        """The number that was called, else "101" of "PJSIP/101-00000005"."""
        return self.phone or endpoint(self.channel).partition("/")[2] or self.channel.name


def technology(channel: Channel) -> str:
    return channel.name.partition("/")[0]


def endpoint(channel: Channel) -> str:
    """ "PJSIP/trunk" of "PJSIP/trunk-00000001"."""
    return channel.name.rpartition("-")[0]


def is_half(channel: Channel) -> bool:
    """Of a Local channel, which is two channels back to back and no telephone."""
    return channel.name.startswith("Local/")


def other_half(name: str) -> str:
    stem, _, half = name.rpartition(";")
    other = {"1": "2", "2": "1"}.get(half, "")
    return f"{stem};{other}" if other and name.startswith("Local/") else ""
