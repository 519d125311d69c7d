"""How are the house's figures written for Prometheus?

docs/operations.md lists them. Requests are counted where they end (`web/tracing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from inbox.gauges import Backlog, Reading
from inbox.health import Check
from inbox.nudging import QueueName, Waiting

OWN = "hearback_"


@dataclass(eq=False, slots=True, kw_only=True)
class House(Collector):
    """Everything that was asked of the house for one answer."""

    now: datetime
    parts: Iterable[Check]
    queues: Mapping[QueueName, Waiting]
    backlogs: Iterable[Backlog]
    readings: Iterable[Reading]

    def collect(self) -> Iterator[Metric]:
        """Give each figure with its help."""
        yield _gauge("info", "Which version answers.", ["version"], [([version("hearback")], 1)])
        yield _gauge(
            "part_answers",
            "Whether a part of the house answers, as /readyz says it.",
            ["part"],
            [([one.name], int(one.ok)) for one in self.parts],
        )
        yield from self._of_queues()
        yield from self._of_backlogs()
        yield from self._of_readings()

    def _of_queues(self) -> Iterator[Metric]:
        yield _gauge(
            "queue_jobs",
            "Jobs that lie on a queue of the workers.",
            ["queue"],
            [([name], one.count) for name, one in self.queues.items()],
        )
        yield _gauge(
            "queue_oldest_seconds",
            "For how long the first job has lain on a queue.",
            ["queue"],
            [([name], self._age(one.since)) for name, one in self.queues.items()],
        )

    def _of_backlogs(self) -> Iterator[Metric]:
        named = [([one.what, one.state], one) for one in self.backlogs]
        labels = ["what", "state"]
        yield _gauge(
            "open",
            "What is not done: replies, acts upon messages, pushes, e-mails, webhooks.",
            labels,
            [(name, one.count) for name, one in named],
        )
        yield _gauge(
            "open_late_seconds",
            "How long ago the first of it was due.",
            labels,
            [(name, one.late) for name, one in named],
        )

    def _of_readings(self) -> Iterator[Metric]:
        named = [([str(one.account_id), one.platform], one) for one in self.readings]
        labels = ["account", "platform"]
        yield _gauge(
            "account_connected",
            "Whether an account can be read and spoken through.",
            labels,
            [(name, int(one.is_connected)) for name, one in named],
        )
        yield _gauge(
            "account_failing",
            "Whether the platform has not answered since the last look.",
            labels,
            [(name, int(one.is_failing)) for name, one in named],
        )
        yield _gauge(
            "account_fetched_seconds",
            "How long ago an account was last read.",
            labels,
            [(name, one.fetched) for name, one in named if one.fetched is not None],
        )
        yield _gauge(
            "account_late_seconds",
            "How long the first stream of an account has been due.",
            labels,
            [(name, one.late) for name, one in named],
        )
        yield _gauge(
            "account_calls_left",
            "How many calls the platform said were left.",
            labels,
            [(name, one.calls_left) for name, one in named if one.calls_left is not None],
        )

    def _age(self, since: datetime | None) -> float:
        return max(0.0, (self.now - since).total_seconds()) if since else 0.0


def written(house: House) -> bytes:
    """Return the house's figures and those of requests in Prometheus's text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(house)
    return generate_latest(registry) + generate_latest(_of_requests())


def _of_requests() -> CollectorRegistry:
    """Return what all processes of this web server counted, or this one where it is alone."""
    registry = CollectorRegistry()
    try:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has none
    except ValueError:
        return REGISTRY
    return registry


def _gauge(
    name: str,
    said: str,
    labels: list[str],
    values: Iterable[tuple[list[str], float]],
) -> Metric:
    family = GaugeMetricFamily(OWN + name, said, labels=labels)
    for given, value in values:
        family.add_metric(given, value)
    return family
