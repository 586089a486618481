"""All that is played, whichever file it is written in."""

from tests.asterisk import last_scenes, late_scenes, more_scenes, odd_scenes, rare_scenes, scenes
from tests.asterisk.stage import SCENES

# To import them is to fill SCENES.
PARTS = (scenes, more_scenes, rare_scenes, last_scenes, odd_scenes, late_scenes)

__all__ = ["SCENES"]
