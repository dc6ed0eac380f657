"""Reading JSON so that it can be written again: no NaN, no infinity, no lone surrogates, no endless nesting."""

import json
from typing import Any

MARGIN = 50


def read_json(source: str | bytes) -> Any:
    """The value, with lone surrogates replaced. Raises ValueError for whatever could not go out as JSON again."""
    try:
        value = wrapped = json.loads(source)
        for _ in range(MARGIN):
            wrapped = [wrapped]
        json.dumps(wrapped)
        return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("nested too deep") from None
