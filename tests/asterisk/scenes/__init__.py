"""What is played, and what came of it: each scene with the verdict that follows from it."""

from tests.asterisk.scenes import (
    callers,
    iax,
    local_channels,
    machines,
    menus,
    mobiles,
    other_directions,
    phones_and_groups,
    pickups,
    played_calls,
    programs,
    queues,
    transfers,
    voicemail,
)
from tests.asterisk.stage import SCENES

# To import them is to fill SCENES.
PARTS = (
    callers,
    iax,
    local_channels,
    machines,
    menus,
    mobiles,
    other_directions,
    phones_and_groups,
    pickups,
    played_calls,
    programs,
    queues,
    transfers,
    voicemail,
)

__all__ = ["SCENES"]
