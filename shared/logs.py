"""Structured logs: one JSON object a line, the request id on each, telephone numbers masked everywhere."""

import logging
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor

from shared.call import Call

MOBILE = re.compile(r"(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)\d{4}(\d{4})(?!\d)")


def masked(text: str) -> str:
    """The text with the middle of every mobile number hidden: 138****0001."""
    return MOBILE.sub(r"\1****\2", text)


def _mask(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {key: _mask(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mask(item) for item in value]
    return value


def _mask_phones(_logger: object, _method: str, entry: EventDict) -> EventDict:
    return {key: _mask(value) for key, value in entry.items()}


class NeverFailing:
    """A stream of which a line that cannot be written (a full disk) is lost, and nothing else.

    Not only our own lines come here: eventlet's hub tells of a greenlet that failed, and would end with its process.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def configure(process: str, level: str = "INFO", style: str = "json") -> None:
    """Send every log line of the process, our own and the libraries', through one format to standard error.

    A log that cannot be written (a full disk) never fails the work it tells of.
    """
    logging.raiseExceptions = False
    if not isinstance(sys.stderr, NeverFailing):
        sys.stderr = cast("TextIO", NeverFailing(sys.stderr))
    before: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        lambda _logger, _method, entry: {"process": process, **entry},
        _mask_phones,
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if style == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("amqp", "kombu", "nameko", "pika", "pymongo", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger: `log.info("claim released", claim_id=…)`."""
    log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return log


def tells_each() -> bool:
    """Whether a line for each request and event is wanted; asking first is a hundred times cheaper than dropping it."""
    return logging.getLogger().isEnabledFor(logging.INFO)


def follow(call: Call, **more: str) -> None:
    """Put the call's request id, and what else is given, on every line this greenlet logs from now on."""
    clear_contextvars()
    bind_contextvars(request_id=call.request_id, actor=str(call.actor), **more)
