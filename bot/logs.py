"""What may reach a log: names, numbers and short ids, never a word that a person wrote.

Libraries log what they handle: a request's address carries the bot's token, a statement's parameters carry answers,
asyncio prints the exception it lost. A list of the leaky ones would hold until one of them changes, so it is the other
way round: only our own loggers keep their message, foreign records keep who, where and which exception.
The cleaning is a filter on the handler, not on a logger, because foreign records reach handlers without passing our
loggers. Exceptions are written as types and frames; their messages and source lines may quote what was being worked on.
"""

import hmac
import json
import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType

OWN = "groundwork"
WITHHELD = "(withheld)"
Field = int | float | str

_TOKEN = re.compile(r"(?:bot)?\d+(?::|%3A)[\w-]{20,}", re.IGNORECASE)
_SHORT = re.compile(r"[a-z0-9_.:-]{1,64}")
_WHOM = frozenset({"bot", "chat", "group", "household", "person", "user"})
_TYPES_SHOWN, _FRAMES_SHOWN = 8, 30
_CLEAN = object()
_key = secrets.token_bytes(32)


def setup(level: str | int = "INFO", as_json: bool = True, log_key: bytes | None = None) -> None:
    """Make one clean handler on standard error the only one, and let nothing uncaught be printed past it.

    Foreign records appear from WARNING on, or all of them at DEBUG (without their messages, there as everywhere).
    `log_key` salts `hashed`; without one, hashes can be matched within one run of the process only.
    Raises ValueError for an unknown level.
    """
    global _key
    _key = log_key or secrets.token_bytes(32)
    root, own = logging.getLogger(), logging.getLogger(OWN)
    own.setLevel(level)
    root.setLevel(own.level if own.level <= logging.DEBUG else max(own.level, logging.WARNING))
    root.handlers[:] = [cleaned(logging.StreamHandler(), as_json)]
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _lost_thread


def cleaned(handler: logging.Handler, as_json: bool = True) -> logging.Handler:
    """The same handler, with the filter and the formatter that every handler of ours must have."""
    handler.addFilter(Redaction())
    handler.setFormatter(Line(as_json))
    return handler


def log(event: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: Field) -> None:
    """Write one event, named like `outbox.sent`, with numbers and short ids beside it.

    A text that does not look like an id (`[a-z0-9_.:-]`, at most 64) becomes "?"; ids of people and chats, known by the
    field's name (bot, chat, group, household, person, user), are hashed. Of `error` only type and frames are kept.
    """
    logger = logging.getLogger(OWN)
    if logger.isEnabledFor(level):
        info = (type(error), error, error.__traceback__) if error is not None else None
        logger.log(level, "%s", event, exc_info=info, extra={"fields": fields}, stacklevel=2)


def hashed(id: int | str) -> str:
    """Eight hex digits that stand for an id in the log, the same as long as the log key is."""
    return hmac.new(_key, str(id).encode(), "sha256").hexdigest()[:8]


def redacted(text: str) -> str:
    """The text without anything that looks like a bot's token."""
    return _TOKEN.sub("(token)", text)


def trace(error: BaseException | None) -> list[str]:
    """An exception, its causes and its group as lines of `type` and `file:line function`: no message, no source."""
    lines: list[str] = []
    for one in _chain(error):
        lines.append(_name(one))
        frames = traceback.extract_tb(one.__traceback__)[-_FRAMES_SHOWN:]
        lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return lines


class Redaction(logging.Filter):
    """Cleans the record itself, so that handlers which come later see the clean one too."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.__dict__.get("cleaned") is not _CLEAN:
            _clean(record)
        return True


class Line(logging.Formatter):
    """One record as one line: JSON, or `time level logger message key=value` with the frames below it."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        facts = _facts(record)
        return redacted(json.dumps(facts, ensure_ascii=False) if self._as_json else _plain(facts))


def _clean(record: logging.LogRecord) -> None:
    if record.exc_info and record.exc_info[1] is not None:
        record.__dict__["error"] = _name(record.exc_info[1])
        record.exc_text = "\n".join(trace(record.exc_info[1]))
    else:
        record.__dict__["error"] = record.exc_text = None
    record.exc_info = record.stack_info = None
    if not isinstance(record.msg, str) or not f"{record.name}.".startswith(f"{OWN}."):
        _withhold(record)
    record.args = _safe_args(record.args)
    record.__dict__["fields"] = _safe_fields(record.__dict__.get("fields"))
    record.__dict__["cleaned"] = _CLEAN


def _withhold(record: logging.LogRecord) -> None:
    record.msg, record.args = WITHHELD, None
    record.__dict__["fields"] = {"at": f"{record.module}:{record.lineno}".lower()}


def _safe_args(args: object) -> tuple[object, ...] | Mapping[str, object] | None:
    if isinstance(args, Mapping):
        return {str(name): _safe(value) for name, value in args.items()}
    return tuple(_safe(value) for value in args) if isinstance(args, tuple) else None


def _safe_fields(fields: object) -> dict[str, Field | None]:
    if not isinstance(fields, Mapping):
        return {}
    return {str(name): hashed(value) if name in _WHOM else _safe(value) for name, value in fields.items()}


def _safe(value: object) -> Field | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else "?"
    return value if isinstance(value, str) and _SHORT.fullmatch(value) else "?"


def _facts(record: logging.LogRecord) -> dict[str, object]:
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):
        message = str(record.msg)
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    facts: dict[str, object] = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
    facts = {**record.__dict__.get("fields", {}), **facts, "event": message}
    if error := record.__dict__.get("error"):
        facts |= {"error": error, "trace": (record.exc_text or "").splitlines()}
    return facts


def _plain(facts: dict[str, object]) -> str:
    head = " ".join(str(facts.pop(name)) for name in ("time", "level", "logger", "event"))
    below = facts.pop("trace", [])
    beside = "".join(f" {name}={value}" for name, value in facts.items())
    return "\n".join([head + beside, *(below if isinstance(below, list) else [])])


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _TYPES_SHOWN:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, None if one.__suppress_context__ else one.__context__]
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _place(filename: str) -> str:
    return "/".join(PurePath(filename).parts[-3:])


def _uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log("process.uncaught", level=logging.CRITICAL, error=error)


def _lost_thread(lost: threading.ExceptHookArgs) -> None:
    log("process.thread_lost", level=logging.ERROR, error=lost.exc_value)
