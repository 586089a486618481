"""Play every scene on a real Asterisk with Ringback connected: `python -m tests.asterisk.live FOLDER TECH`.

Ringback logs in as its setup page says, with the least rights, and must come to one verdict for each inbound
call, and to none for any other.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from ringback.accounts import store as accounts
from ringback.app import Ringback
from ringback.calls import store as calls
from ringback.calls import voicemails
from ringback.calls.store import Call, CallState
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from tests.asterisk.scenes import scenes_named
from tests.asterisk.stage import Expected, Scene, Stage, stage
from tests.asterisk.switch import Switch, switch

LONGEST_SCENE = 40.0
SETTLES_WITHIN = 5.0


async def play(root: Path, tech: str, only: list[str]) -> bool:
    """Was every verdict the right one?"""
    wanted = [scene for scene in scenes_named(only) if not scene.told_by_steps]
    with tempfile.TemporaryDirectory(prefix="ringback-") as folder:
        settings = read_settings({"RINGBACK_DATA": folder})
        async with (
            switch(root, tech) as a_switch,
            stage(a_switch) as a_stage,
            Ringback.open(settings) as ringback,
        ):
            print(f"Asterisk {a_switch.version} with {tech}")
            line = await ringback.db.run(_open_line, a_switch)
            await _connected(ringback, a_stage, line)
            results = [await _played(ringback, line, a_stage, scene) for scene in wanted]
    print(f"{sum(results)} of {len(results)} scenes were understood.")
    return all(results)


async def _played(ringback: Ringback, line: Line, a_stage: Stage, scene: Scene) -> bool:
    """Play it, then wait until Ringback has decided as many calls as there were."""
    a_stage.reset()
    before = {call.id for call in await ringback.db.read(_calls, line)}
    async with asyncio.timeout(LONGEST_SCENE):
        await scene.play(a_stage)
    expected = sorted((each for each in scene.expected if each.direction == "inbound"), key=str)
    found: list[Expected] = []
    for _ in range(int(SETTLES_WITHIN / 0.05)):
        await asyncio.sleep(0.05)
        found = await ringback.db.read(_verdicts, line, before)
        if sorted(found, key=str) == expected:
            break
    # Late news must not change it, nor bring another call.
    await a_stage.waits(1.2)
    found = sorted(await ringback.db.read(_verdicts, line, before), key=str)
    print(f"  {'ok    ' if found == expected else 'FAILED'}  {scene.name}")
    if found != expected:
        print(f"          must be {expected}\n          but was {found}")
    return found == expected


async def _connected(ringback: Ringback, a_stage: Stage, line: Line) -> None:
    """A first call, which is the only way to see that it listens."""
    while not await ringback.db.read(_calls, line):
        await a_stage.dial(120).is_over()
    await a_stage.waits(3)


def _open_line(tx: Transaction, a_switch: Switch) -> Line:
    rules = json.dumps({"time_zone": "America/Chicago"})
    account = accounts.save(
        tx, name="Rosa's Plumbing", time_zone="America/Chicago", country="US", notice="website", policy=rules
    )
    return lines.save(
        tx,
        account_id=account.id,
        number="+15125550142",
        provider="asterisk",
        mode=Mode.OBSERVE,
        plan=RingPlan(),
        settings={
            "username": "ringback",
            "secret": "for ringback",
            "address": f"tcp://127.0.0.1:{a_switch.ports['ami_port']}",
        },
    )


def _calls(tx: Transaction, line: Line) -> list[Call]:
    return calls.newest(tx, line.account_id, limit=1000)


def _verdicts(tx: Transaction, line: Line, before: set[str]) -> list[Expected]:
    """Only what is decided; what was dialled is in the stored event and not in the call."""
    return [
        Expected(
            caller=call.caller,
            dialled=_dialled(tx, call),
            accepted=call.state is CallState.ACCEPTED,
            voicemail_left=voicemails.of_call(tx, call.account_id, call.id) is not None,
        )
        for call in _calls(tx, line)
        if call.id not in before and call.state is not CallState.OPEN
    ]


def _dialled(tx: Transaction, call: Call) -> str:
    said = tx.connection.exec_driver_sql(
        "SELECT body FROM webhooks WHERE event_id = ?", (f"started:{call.provider_call}:",)
    ).scalar_one()
    return str(json.loads(said)["dialled"])


if __name__ == "__main__":
    sys.exit(not asyncio.run(play(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])))
