"""What the service counts of its work, for Prometheus."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.warmup import Warmup
from api.wire import NotReadyError
from rag.records import Answer

log = logging.getLogger("wenju.asked")

MEDIA_TYPE = CONTENT_TYPE_LATEST
# Seconds: an answer takes 10 ms, one in words of a model several seconds.
REQUEST_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
STEP_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10)


class Metrics:
    """The counters of one service; a `Watcher` of what is done for its requests."""

    def __init__(self, warmup: Warmup, log_questions: bool) -> None:
        self._log_questions = log_questions
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "wenju_requests", "Requests answered", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "wenju_request_seconds",
            "Time to the end of the answer",
            ("route",),
            registry=registry,
            buckets=REQUEST_BUCKETS,
        )
        self._answers = Counter("wenju_answers", "Questions answered", ("mode", "reason"), registry=registry)
        self._steps = Histogram(
            "wenju_step_seconds",
            "Time of the steps of an answer",
            ("step",),
            registry=registry,
            buckets=STEP_BUCKETS,
        )
        self._model_calls = Counter(
            "wenju_model_calls", "Calls of the language model", ("outcome",), registry=registry
        )
        self._model_seconds = Histogram(
            "wenju_model_call_seconds", "Time of a call", registry=registry, buckets=REQUEST_BUCKETS
        )
        self.under_way = Gauge("wenju_requests_under_way", "Requests under way", registry=registry)
        registry.register(_Holdings(warmup))
        ProcessCollector(registry=registry)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request is over."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, question: str, answer: Answer, reason: str) -> None:
        self._answers.labels(answer.mode, reason).inc()
        for step, ms in answer.timings_ms.items():
            self._steps.labels(step).observe(ms / 1000)
        if self._log_questions:
            log.info("asked", extra={"question": question, "mode": answer.mode, "reason": reason})

    def asked_model(self, outcome: str, seconds: float) -> None:
        self._model_calls.labels(outcome).inc()
        self._model_seconds.observe(seconds)

    def text(self) -> bytes:
        """All of it in the format of Prometheus."""
        return generate_latest(self._registry)


class _Holdings(Collector):
    """What the library holds and has to do, counted when somebody asks."""

    def __init__(self, warmup: Warmup) -> None:
        self._warmup = warmup

    def describe(self) -> Iterator[Metric]:
        """Nothing is known before the library is open."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        try:
            holdings = self._warmup.wenju().holdings()
        except NotReadyError:
            return
        yield GaugeMetricFamily("wenju_documents", "Reports in the library", holdings["documents"])
        jobs = GaugeMetricFamily("wenju_jobs", "Ingest jobs by state", labels=["state"])
        for state, count in holdings["jobs"].items():
            jobs.add_metric([state], count)
        yield jobs
