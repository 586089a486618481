"""What Prometheus is told: as it is at that moment, and about nobody."""

from pathlib import Path

import structlog
from prometheus_client import REGISTRY

from tests.cast import DAN, DANA
from tests.company import answers
from tests.world import Shop, ask, shop


async def scraped(rosas: Shop) -> str:
    status, words = await ask(rosas.ringback, "GET", "/metrics", "", {}, b"")
    assert status == 200
    return words


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_speed_to_text_is_measured_once_for_each_text(tmp_path: Path) -> None:
    count, total = "ringback_speed_to_text_seconds_count", "ringback_speed_to_text_seconds_sum"
    before = value(count), value(total)
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.reports("delivered")
        await rosas.after(10)
    assert (value(count) - before[0], round(value(total) - before[1], 6)) == (1, 5)


async def test_failed_attempts_are_counted_by_kind(tmp_path: Path) -> None:
    counted = {"provider": "twilio", "kind": "bad_number"}
    before = value("ringback_send_errors_total", **counted)
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(400, 21614)]
        await rosas.misses()
        await rosas.after(60)
    assert value("ringback_send_errors_total", **counted) - before == 1


async def test_gauges_are_those_of_the_moment(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(3600 - 14)
        await scraped(rosas)
        silence = value("ringback_line_silence_seconds", provider="twilio", line=rosas.line.id)
        gauges = [
            value(f"ringback_{name}") for name in ("oldest_due_job_seconds", "unsure_texts", "journal_bytes")
        ]
    assert (silence, gauges) == (3600, [0, 0, 0])


async def test_no_number_and_no_word_of_a_story_is_in_the_log_or_the_metrics(tmp_path: Path) -> None:
    with structlog.testing.capture_logs() as logged:
        async with shop(tmp_path) as rosas:
            rosas.company.faults = [answers(500), answers(429)]
            await rosas.misses()
            await rosas.misses("CA2", DANA)
            await rosas.texts_in("My boiler drips, 12 Elm Street")
            await rosas.after(600)
            await rosas.reports("delivered")
            await rosas.after(10)
            words = str(logged) + await scraped(rosas)
            secrets = [DAN, DANA, rosas.line.number, "boiler", "Elm", *(body for _, body in rosas.sent)]
    assert logged
    assert [secret for secret in secrets if secret.lstrip("+1") in words] == []
