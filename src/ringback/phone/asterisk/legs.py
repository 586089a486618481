"""A channel as the switchboard keeps it, and what its name says."""

from ringback.phone.asterisk.sightings import Channel

# Channels with no person at their end: the switch's own, and those that machines speak through.
# fmt: off
MACHINES = frozenset({
    "Announcer", "AsyncGoto", "AudioSocket", "Bridge", "CBAnn", "CBRec", "Message", "MulticastRTP", "Null",
    "Parked", "Recorder", "Snoop", "Surrogate", "UnicastRTP", "WebSocket",
})
# fmt: on
# What a telephone does: it rings, is picked up, says nothing of its own, and is hung up.
# fmt: off
AS_A_PHONE = frozenset({
    "Answer", "Echo", "Goto", "GotoIf", "Hangup", "Log", "NoOp", "Progress", "Ringing", "SendDTMF", "Set",
    "Verbose", "Wait",
})
# fmt: on
LONG_WAIT = 3.0  # seconds; a machine, too, often waits for one or two before it speaks


class Leg:
    """A channel, and what the switchboard has learnt about it."""

    __slots__ = (
        "_does_more",
        "_stays",
        "appeared",
        "application",
        "bridge",
        "call",
        "channel",
        "hung_up",
        "phone",
        "trunk",
        "weighed",
    )

    def __init__(self, channel: Channel, trunk: bool) -> None:
        self.channel = channel
        self.call = ""
        self.bridge = ""
        self.application = ""  # of the dialplan, that it is in
        self.trunk = trunk  # it leads to the outside
        self.phone = ""  # the number that was called
        self.appeared = False  # we have heard it come into being
        self.hung_up = False  # its other side has, and the switch may not have seen to it yet
        self.weighed = False  # whether it begins a call is settled
        self._does_more = False  # than a telephone would
        self._stays = False  # it is picked up, and nothing else is to come

    def went(self, application: str, data: str) -> None:
        self.application = application
        self._does_more |= application not in AS_A_PHONE
        self._stays = application in ("Echo", "Hangup") or (application == "Wait" and _is_long(data))

    @property
    def plays_a_phone(self) -> bool:
        """Has the dialplan done with it what a telephone does, and nothing else? Then it stands for one:
        whoever tries a dialplan without telephones lets a Local channel answer and wait.
        """
        return self._stays and not self._does_more

    @property
    def label(self) -> str:
        """The number that was called, else "101" of "PJSIP/101-00000005"."""
        return self.phone or endpoint(self.channel).partition("/")[2] or self.channel.name


def _is_long(wait: str) -> bool:
    try:
        return float(wait) >= LONG_WAIT
    except ValueError:
        return False


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
