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
from tests.asterisk.stage import SCENES, Scene

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

__all__ = ["SCENES", "scenes_named"]


def scenes_named(names: list[str]) -> list[Scene]:
    """All of them, where none is named. Raises SystemExit with a sentence for a name that no scene has."""
    unknown = set(names) - {scene.name for scene in SCENES}
    if unknown:
        raise SystemExit(f"No scene is called {', '.join(sorted(unknown))}. See tests/asterisk/scenes.")
    return [scene for scene in SCENES if not names or scene.name in names]
