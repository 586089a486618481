"""Whoever reads the log, or a tracing tool, finds all about one call under one id."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from ringback.lib import tracing
from ringback.lib.tracing import about, step

log = structlog.get_logger()
WITH_IDS = [structlog.contextvars.merge_contextvars]


def test_what_is_logged_in_a_step_carries_its_ids_and_later_lines_do_not() -> None:
    with structlog.testing.capture_logs(processors=WITH_IDS) as logged:
        with step("webhook", webhook="wh_1"):
            log.info("before")
            about("call_1")
            log.info("inside")
        log.info("after")
    ids = [(line["event"], line.get("webhook"), line.get("trace")) for line in logged]
    assert ids == [("before", "wh_1", None), ("inside", "wh_1", "call_1"), ("after", None, None)]


def test_a_step_that_fails_leaves_nothing_behind() -> None:
    with structlog.testing.capture_logs(processors=WITH_IDS) as logged:
        with pytest.raises(LookupError):
            failing_step("webhook")
        log.info("after")
    assert [(line.get("webhook"), line.get("trace")) for line in logged] == [(None, None)]


def test_nothing_is_known_about_what_is_no_step() -> None:
    with structlog.testing.capture_logs(processors=WITH_IDS) as logged:
        about("call_1")
        log.info("outside")
    assert "trace" not in logged[0]


def test_steps_of_other_threads_stay_theirs() -> None:
    def said_in(number: int) -> Any:
        with step("webhook"):
            about(f"call_{number}")
            return structlog.contextvars.get_contextvars()["trace"]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(said_in, range(50))) == [f"call_{number}" for number in range(50)]


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_SDK_DISABLED": "TRUE"}, False),
    ],
)
def test_traces_are_sent_only_where_somebody_asked_for_them(environ: dict[str, str], wanted: bool) -> None:
    assert tracing.wanted(environ) is wanted


def test_the_steps_of_one_call_arrive_at_the_collector_in_one_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    with collector() as (address, received):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        with tracing.exporting({"OTEL_EXPORTER_OTLP_ENDPOINT": address}):
            with step("webhook", datetime(2026, 11, 20, 18, tzinfo=UTC), webhook="wh_1"):
                about("call_1")
            with pytest.raises(LookupError):
                failing_step("send")
            with step("webhook", webhook="wh_2"):
                about("call_2")
    spans = [span for body in received for span in spans_in(body)]
    first, second, other = spans
    assert [(span.name, span.status.message) for span in spans] == [
        ("webhook", ""),
        ("send", "LookupError"),
        ("webhook", ""),
    ]
    assert first.trace_id == second.trace_id != other.trace_id
    assert first.start_time_unix_nano == 1_795_197_600 * 10**9
    assert {a.key: a.value.string_value for a in first.attributes} == {"ringback.webhook": "wh_1"}


def failing_step(name: str) -> None:
    with step(name):
        about("call_1")
        raise LookupError


def spans_in(body: bytes) -> list[Any]:
    told = ExportTraceServiceRequest.FromString(body)
    return [span for of in told.resource_spans for scope in of.scope_spans for span in scope.spans]


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """What runs beside a server that is traced: takes OTLP over HTTP, keeps the bodies."""
    received: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()
        thread.join()
