"""A status that a company has never used before is kept, counted and shown, and nothing is made of it."""

from pathlib import Path

from prometheus_client import REGISTRY

from ringback.cli.ailments import Finding, stored_findings
from ringback.lines import webhooks
from ringback.lines.settings import Vault
from tests.world import PUBLIC, shop

COUNTED = "ringback_new_words_total"


def counted() -> float:
    return REGISTRY.get_sample_value(COUNTED, {"provider": "twilio"}) or 0.0


async def test_new_status_is_kept_counted_and_shown(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        before = counted()
        await rosas.rings()
        for call in ("CA1", "CA2"):
            await rosas.call("voice_status", call, CallStatus="parked", CallDuration="9")
        await rosas.after(1)
        words = await rosas.ringback.db.read(webhooks.new_words)
        found = await rosas.ringback.db.read(stored_findings, PUBLIC, Vault(tmp_path))
        calls = await rosas.calls()
    assert counted() - before == 2
    assert words == [("CallStatus says parked, which is new to us", 2)]
    said = (
        "A phone company uses words that are new here: CallStatus says parked, which is new to us (2 times)."
    )
    todo = "Report it: such an event was kept, and nothing was made of it."
    assert [finding for finding in found if finding.check == "new words"] == [
        Finding("new words", False, said, todo)
    ]
    assert [call.state for call in calls] == ["open"]
