"""Steps as OpenTelemetry's spans, sent by its own exporter. Needs the packages of ringback[otel]."""

import hashlib
from collections.abc import Callable

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import NonRecordingSpan, SpanContext, StatusCode, TraceFlags, set_span_in_context

from ringback.lib.tracing import step


def exporter() -> tuple[Callable[[step], None], Callable[[], None]]:
    """What takes each finished step, and what sends the rest at the end; a thread of its own sends."""
    # Resource.create minds OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES before this name.
    provider = TracerProvider(resource=Resource.create({"service.name": "ringback"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracer = provider.get_tracer("ringback")

    def export(taken: step) -> None:
        span = tracer.start_span(
            taken.name,
            context=set_span_in_context(NonRecordingSpan(_root(taken))),
            start_time=taken.begun_ns,
            attributes={f"ringback.{name}": value for name, value in taken.ids.items()},
        )
        if taken.failed:
            span.set_status(StatusCode.ERROR, taken.failed)
        span.end()

    return export, provider.shutdown


def _root(taken: step) -> SpanContext:
    """The trace of whom it is about. Its ids are computed, not kept: any node finds the same ones."""
    digest = hashlib.sha256((taken.subject or "".join(taken.ids.values())).encode()).digest()
    trace_id, span_id = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:24], "big")
    return SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
