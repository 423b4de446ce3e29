"""What the program counts about itself, for Prometheus (`GET /metrics`)."""

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

_FINE = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10)

COMMAND_SECONDS = Histogram("yyl_command_seconds", "Duration of commands", ["command"], buckets=_FINE)
HTTP_SECONDS = Histogram("yyl_http_seconds", "Duration of HTTP requests", ["method", "route", "status"], buckets=_FINE)
LEDGER_POSITION = Gauge("yyl_ledger_position", "Last position given by the sequencer")
LEDGER_LAG_SECONDS = Histogram("yyl_ledger_lag_seconds", "From a fact's time to its position", buckets=_FINE)
RELAY_POSITION = Gauge("yyl_relay_position", "Last position acknowledged by the bus")
FOLLOWER_POSITION = Gauge("yyl_follower_position", "Last position a follower handled", ["follower"])
PARKED = Gauge("yyl_parked", "Events and timers parked after repeated failure, not yet settled")
TIMERS_FIRED = Counter("yyl_timers_fired_total", "Timers fired", ["timer"])
TIMER_LATENESS_SECONDS = Histogram("yyl_timer_lateness_seconds", "From due to fired", buckets=_FINE)
FEED_CONNECTIONS = Gauge("yyl_feed_connections", "Open feeds")
FEED_DELAY_SECONDS = Histogram("yyl_feed_delay_seconds", "From a fact's time to its sending", buckets=_FINE)
CLOCK_STEP_SECONDS = Gauge("yyl_clock_step_seconds", "How far the machine's wall clock was stepped; 0: steady")
EXTERNAL_CALLS = Counter("yyl_external_calls_total", "Calls of engines outside the process", ["engine", "outcome"])


class PipelineFigures:
    """What the position process last said of itself; it answers no HTTP, so whoever serves shows it."""

    def __init__(self) -> None:
        self._status: Mapping[str, Any] = {}

    def note(self, status: Mapping[str, Any]) -> None:
        """Take its newest figures, all since its start."""
        self._status = status

    def collect(self) -> Iterable[Metric]:
        """For Prometheus."""
        fixes = CounterMetricFamily("yyl_positions", "Fixes by what became of them", labels=["outcome"])
        for outcome, count in self._status.get("fixes", {}).items():
            fixes.add_metric([outcome], count)
        stages = CounterMetricFamily("yyl_positions_stage_faults", "Stages that failed", labels=["stage"])
        for stage, count in self._status.get("stage_faults", {}).items():
            stages.add_metric([stage], count)
        frames = CounterMetricFamily("yyl_terminal_frames", "Frames of vehicle terminals", labels=["outcome"])
        for outcome, count in self._status.get("frames", {}).items():
            frames.add_metric([outcome], count)
        yield from (fixes, stages, frames)
        for name in ("crews", "history_points", "history_bytes", "bad_batches", "terminals"):
            yield GaugeMetricFamily(f"yyl_positions_{name}", "Of the position process", self._status.get(name, 0))


PIPELINE = PipelineFigures()
REGISTRY.register(PIPELINE)
