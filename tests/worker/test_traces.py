"""From the webhook to the delivery report, one id leads through the log."""

from pathlib import Path

import structlog

from tests.world import shop


async def test_all_that_is_logged_about_a_call_carries_its_id(tmp_path: Path) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        async with shop(tmp_path) as rosas:
            await rosas.misses()
            await rosas.after(10)
            await rosas.reports("delivered")
            await rosas.after(1)
            (call,) = await rosas.calls()
            of_call = [line["event"] for line in logged if line.get("trace") == call.id]
            reported = [line for line in logged if "TextReport:delivered" in line.get("events", [])]
    assert of_call == [
        "webhook_done",  # it rings
        "call_decided",  # nobody answered
        "webhook_done",
        "webhook_done",  # it is over
        "text_accepted",
        "webhook_done",  # delivered
    ]
    assert [(line["kind"], line["provider"], line["trace"]) for line in reported] == [
        ("text_status", "twilio", call.id)
    ]


async def test_a_text_from_nowhere_is_traced_by_its_own_id(tmp_path: Path) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        async with shop(tmp_path) as rosas:
            await rosas.texts_in("Can you come on Monday?")
            await rosas.after(1)
            (text,) = await rosas.texts()
    assert [(line["event"], line["trace"]) for line in logged if "trace" in line] == [
        ("webhook_done", text.id)
    ]
