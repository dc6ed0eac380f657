"""Guards and computed values: a whitelisted expression, compiled at load.

Comparison, and/or/not, `in`, names, constants, lists, + and - on numbers. No calls, attributes or indexing. `x of listener` may
stand where a name may. The readers of the result are the readers of every name in the source, whichever way it was computed:
which branch was looked at must not betray an answer either.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

from bot.flow.values import Value, all_of

LONGEST = 500
MOST_NODES = 100
NAME = r"[a-z_][a-z0-9_]*"
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_OF = re.compile(rf"\b({NAME}) of ({NAME})\b")
_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE,
    ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple, ast.BinOp, ast.Add, ast.Sub,
)  # fmt: skip


class BadExpression(ValueError):
    """What is wrong with an expression, as a sentence for its author; `column` counts from 0 within it."""

    def __init__(self, sentence: str, column: int = 0) -> None:
        super().__init__(sentence)
        self.sentence, self.column = sentence, column


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `names` are what it reads ("x" or "x of party")."""

    source: str
    names: tuple[str, ...]
    code: CodeType

    def value(self, look: Callable[[str], Value]) -> Value:
        """What it comes to, readable by whoever may read every part. Parts that cannot be compared count as not so. What is only

        a name is shown as what it stands for is shown.
        """
        found = {name: look(name) for name in self.names}
        readers = all_of(v.readers for v in found.values())
        alone = found.get(self.source.strip())
        label = alone.label if alone is not None else None
        return Value(self._run({_plain(n): v.content for n, v in found.items()}), None, readers, label)

    def _run(self, names: Mapping[str, Any]) -> Any:
        try:
            return eval(self.code, {"__builtins__": {}}, dict(names))  # noqa: S307 - only whitelisted syntax reaches this line
        except TypeError:
            return False


def compile_expression(source: str) -> Expression:
    """Raises `BadExpression` with a sentence and column."""
    if len(source) > LONGEST:
        raise BadExpression(f"an expression has at most {LONGEST} characters")
    tree = _parse(_outside_quotes(source))
    nodes = list(ast.walk(tree))
    if len(nodes) > MOST_NODES:
        raise BadExpression("this expression is too long to read: split it with `set`")
    for node in nodes:
        _check(node)
    names = dict.fromkeys(n.id.replace("__of__", " of ") for n in nodes if isinstance(n, ast.Name))
    return Expression(source, tuple(names), compile(tree, "<flow>", "eval"))


def _parse(text: str) -> ast.Expression:
    try:
        return ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = max(0, (getattr(error, "offset", None) or 1) - 1)
        raise BadExpression("this is not an expression; compare names, numbers and 'texts in quotes'", column) from None


def _check(node: ast.AST) -> None:
    column = getattr(node, "col_offset", 0)
    if not isinstance(node, _ALLOWED):
        raise BadExpression("only comparisons, and, or, not, in, names, numbers, texts in quotes, + and - may stand here", column)
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | bool | None):
        raise BadExpression("only numbers, true, false and texts in quotes may stand here", column)
    if isinstance(node, ast.Constant) and isinstance(node.value, int) and abs(node.value) > 10**9:
        raise BadExpression("numbers here are at most a thousand million", column)


def _outside_quotes(source: str) -> str:
    """`x of y` becomes one name and true/false the words Python knows, but not inside quotes."""
    parts, last = [], 0
    for quoted in _QUOTED.finditer(source):
        parts += [_plain(source[last : quoted.start()]), quoted.group()]
        last = quoted.end()
    return "".join([*parts, _plain(source[last:])])


def _plain(text: str) -> str:
    text = _OF.sub(r"\1__of__\2", text)
    return re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", text))
