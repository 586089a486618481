"""Which channels there are in a switch, and which of them can hear each other.

They do when they are in one bridge, directly or through the two halves of Local channels.
"""

from collections.abc import Callable, Iterator

from ringback.phone.asterisk.legs import Leg, endpoint, is_half, other_half
from ringback.phone.asterisk.sightings import Channel

REMEMBERED = 2000


class Wiring:
    """`comes_in` tells whether calls from outside come to a context."""

    def __init__(self, comes_in: Callable[[str], bool]) -> None:
        self._comes_in = comes_in
        self.legs: dict[str, Leg] = {}
        self._ids: dict[str, str] = {}  # by the channel's name
        self._bridges: dict[str, set[str]] = {}
        self._trunks: set[str] = set()  # the names of what leads to the outside, as far as it was seen
        self._gone: dict[str, None] = {}  # the latest, oldest first

    def is_gone(self, channel: Channel) -> bool:
        """Some events are late. Nothing is to be kept of a channel that has hung up."""
        return channel.id in self._gone

    def id_of(self, name: str) -> str:
        return self._ids.get(name, "")

    def note_trunk(self, channel: Channel) -> None:
        if self._comes_in(channel.context) and not is_half(channel):
            self._trunks.add(endpoint(channel))

    def leg(self, channel: Channel) -> Leg:
        """The channel as it is now."""
        leg = self.legs.get(channel.id)
        if leg is None:
            leg = Leg(channel, self._comes_in(channel.context) or endpoint(channel) in self._trunks)
            if self.is_gone(channel):
                return leg
            self.legs[channel.id] = leg
        leg.channel = channel
        if "<" not in channel.name:  # the name that a channel has while another takes its place
            self._ids[channel.name] = channel.id
        return leg

    def half_of(self, channel: Channel) -> Leg | None:
        """The other half of a Local channel."""
        return self.legs.get(self.id_of(other_half(channel.name)))

    def join(self, leg: Leg, bridge: str) -> None:
        self.leave(leg)
        leg.bridge = bridge
        self._bridges.setdefault(bridge, set()).add(leg.channel.id)

    def leave(self, leg: Leg, bridge: str = "") -> None:
        """This bridge if it is in it, or whichever it is in."""
        if bridge in ("", leg.bridge) and leg.bridge:
            members = self._bridges.get(leg.bridge, set())
            members.discard(leg.channel.id)
            if not members:
                self._bridges.pop(leg.bridge, None)
            leg.bridge = ""

    def forget(self, leg: Leg) -> None:
        id, name = leg.channel.id, leg.channel.name
        self.leave(leg)
        self.legs.pop(id, None)
        self._gone.pop(id, None)
        self._gone[id] = None
        if len(self._gone) > REMEMBERED:
            del self._gone[next(iter(self._gone))]
        if self.id_of(name) == id:
            del self._ids[name]

    def hears(self, id: str) -> Iterator[Leg]:
        """All that this channel is connected with, but for the other half of its own."""
        own = self.legs.get(id)
        own_half = self.half_of(own.channel) if own else None
        seen, look_at = {id, own_half.channel.id if own_half else id}, [id]
        while look_at:
            for near in self._next_to(look_at.pop()) - seen:
                seen.add(near)
                leg = self.legs[near]
                if is_half(leg.channel):
                    look_at.append(near)
                yield leg

    def _next_to(self, id: str) -> set[str]:
        leg = self.legs.get(id)
        if leg is None:
            return set()
        near = set(self._bridges.get(leg.bridge, ()))
        half = self.half_of(leg.channel)
        return near | {half.channel.id} if half else near
