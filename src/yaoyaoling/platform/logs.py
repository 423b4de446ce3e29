"""Structured logs: one JSON object a line on standard error, with the correlation id of the request."""

import contextlib
import logging
import sys
from contextvars import ContextVar
from typing import BinaryIO, cast
from uuid import UUID

import orjson
import structlog

correlation: ContextVar[UUID | None] = ContextVar("correlation", default=None)


def _add_correlation(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    current = correlation.get()
    if current is not None:
        event.setdefault("correlation", str(current))
    return event


class _Unfailing:
    """Standard error as it is now, where a full disk or a closed pipe costs a line of the log and never the work."""

    def __init__(self) -> None:
        self._out = sys.stderr.buffer

    def write(self, line: bytes) -> int:
        with contextlib.suppress(OSError, ValueError):
            self._out.write(line)
        return len(line)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._out.flush()


def configure(process: str, level: int = logging.INFO) -> None:
    """Set up logging for this process; `process` stands in every line."""
    structlog.configure(
        cache_logger_on_first_use=True,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.contextvars.merge_contextvars,
            _add_correlation,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=lambda obj, **_: orjson.dumps(obj, default=str)),
        ],
        logger_factory=structlog.BytesLoggerFactory(cast(BinaryIO, _Unfailing())),
    )
    structlog.contextvars.bind_contextvars(process=process)
    # Libraries that use the standard logging keep their warnings, in the same place.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def logger(room: str) -> structlog.typing.FilteringBoundLogger:
    """A logger that names its room."""
    bound: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=room)
    return bound
