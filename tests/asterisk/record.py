"""Play every scene on a real Asterisk, keep what it said: `python -m tests.asterisk.record FOLDER TECH`."""

import asyncio
import sys
from pathlib import Path

from tests.asterisk.archive import FOLDER, Recording, load, save
from tests.asterisk.recorders import recording
from tests.asterisk.scenes import scenes_named
from tests.asterisk.stage import Scene, Stage, stage
from tests.asterisk.switch import switch

LONGEST_SCENE = 40.0


async def record(root: Path, tech: str, only: list[str]) -> None:
    """`only` these scenes; the others are kept as they are."""
    wanted = scenes_named(only)
    timestamps = "yes" if tech == "PJSIP" else "no"  # of both kinds, there are switches
    async with switch(root, tech, timestamps) as a_switch, stage(a_switch) as a_stage:
        print(f"Asterisk {a_switch.version} with {tech}")
        path = FOLDER / f"asterisk-{a_switch.version.partition('.')[0]}-{tech.lower()}.tar.xz"
        made = {one.scene: one for one in load(path)} if only else {}
        try:
            for scene in wanted:
                made[scene.name] = await _recorded(a_stage, scene)
        finally:
            save(path, list(made.values()))


async def _recorded(a_stage: Stage, scene: Scene) -> Recording:
    a_stage.reset()
    async with recording(a_stage.switch) as made:
        async with asyncio.timeout(LONGEST_SCENE):
            await scene.play(a_stage)
            await made.quiet()
    print(f"  {scene.name}: {len(made.manager)} bytes, {len(made.events)} events")
    rest = "".join(f"{line}\n" for line in made.events).encode()
    program = "".join(f"{line}\n" for line in a_stage.program_said).encode()
    switch = a_stage.switch
    return Recording(
        scene.name, switch.version, switch.tech, bytes(made.manager), rest, program, scene.expected
    )


if __name__ == "__main__":
    asyncio.run(record(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
