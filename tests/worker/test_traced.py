"""What is logged while a webhook is worked on can be found by the webhook."""

from pathlib import Path

import structlog

from ringback.db.transaction import Transaction
from ringback.worker.traced import traced
from tests.world import shop

log = structlog.get_logger()


def speak(_tx: Transaction, _hook_id: str) -> None:
    log.info("spoken")


async def test_log_lines_carry_the_webhook_and_later_ones_do_not(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
            await rosas.ringback.db.run(traced(speak), "webhook_1")
            await rosas.ringback.db.run(speak, "webhook_2")
    assert [line.get("webhook") for line in logged] == ["webhook_1", None]
