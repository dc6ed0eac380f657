"""YAML, read strictly: the safe loader in pure Python with its traps taken out.

No aliases, anchors, tags or merge keys; duplicate keys are refused; only `true` and `false` are booleans and `21:00` is text;
depth at most 20, a file at most 256 kB. The C loader is never used: deep input crashes it.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from bot.authoring.problems import Problem

MOST_BYTES = 256 * 1024
DEEPEST = 20
IN_BRACES = "inside { } a comma, a colon or a question mark ends a text"
_TAGS = "tag:yaml.org,2002:"


class _Refused(Exception):
    def __init__(self, mark: Any, rule: str, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.mark, self.rule, self.sentence, self.hint = mark, rule, sentence, hint


class _Strict(yaml.SafeLoader):
    """The safe loader, composing nodes only; depth is counted while it composes."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(event.start_mark, "syntax", "references with * cannot be used here", "write the text out again")
        if getattr(event, "anchor", None) is not None:
            raise _Refused(
                event.start_mark,
                "syntax",
                "anchors with & cannot be used here",
                'a text that begins with & or * stands in quotes: "& …"',
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _Refused(
                event.start_mark,
                "syntax",
                "tags with ! cannot be used here",
                'a text that begins with ! stands in quotes: "! …"',
            )
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Refused(event.start_mark, "syntax", f"this is nested more than {DEEPEST} deep", "split the flow with `run`")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Strict.yaml_implicit_resolvers = {}
_Strict.add_implicit_resolver(_TAGS + "bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Strict.add_implicit_resolver(_TAGS + "int", re.compile(r"^-?(?:0|[1-9][0-9]{0,11})$"), list("-0123456789"))
_Strict.add_implicit_resolver(_TAGS + "float", re.compile(r"^-?[0-9]{1,9}\.[0-9]{1,9}$"), list("-0123456789"))
_Strict.add_implicit_resolver(_TAGS + "null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


def compose(text: str, file: str) -> tuple[yaml.MappingNode | None, list[Problem]]:
    """The nodes of a file, or why they cannot be read."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return None, [Problem(file, 1, 1, "syntax", "a file has at most 256 kB", "split the flow with `run`")]
    try:
        node = yaml.compose(text, Loader=_Strict)
        if node is None:
            return None, [Problem(file, 1, 1, "syntax", "this file is empty", "begin with `flow: name`")]
        if not isinstance(node, yaml.MappingNode):
            return None, [_at(file, node.start_mark, "schema", "a file is a list of `key: value` lines", "begin with `flow: name`")]
        return node, [*_doubles(node, file), *_cut(node, text, file)]
    except _Refused as refused:
        return None, [_at(file, refused.mark, refused.rule, refused.sentence, refused.hint)]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(text, file, error)]
    except yaml.YAMLError as error:
        before = text[: getattr(error, "position", 0)].split("\n")
        sentence = "this file holds characters that cannot be read as text"
        return None, [Problem(file, len(before), len(before[-1]) + 1, "syntax", sentence, "take them out, and save it as UTF-8")]
    except RecursionError:
        return None, [Problem(file, 1, 1, "syntax", f"this is nested more than {DEEPEST} deep", "split the flow with `run`")]


def _at(file: str, mark: Any, rule: str, sentence: str, hint: str = "") -> Problem:
    return Problem(file, mark.line + 1, mark.column + 1, rule, sentence, hint)


def _cut(node: yaml.Node, text: str, file: str) -> list[Problem]:
    """Texts inside { } that a comma cut in two: what stands behind it has no colon of its own."""
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        for key, value in node.value[1:]:
            bare = isinstance(value, yaml.ScalarNode) and not value.value and value.start_mark.index == key.end_mark.index
            if bare and value.style is None:
                line = text.splitlines()[node.start_mark.line]
                return [_at(file, key.start_mark, "syntax", IN_BRACES, _unbraced(line))]
    inner = [n for pair in node.value for n in pair] if isinstance(node, yaml.MappingNode) else []
    return [p for n in (*inner, *(node.value if isinstance(node, yaml.SequenceNode) else ())) for p in _cut(n, text, file)]


def _listed(line: str) -> str:
    """Buttons in { } as they should be, one to a line; empty if the line is another."""
    found = re.fullmatch(r"(\s*)choices *: *\{ *([\w-]+ *: .*?) *\} *", line)
    pairs = [pair.split(":", 1) for pair in re.split(r", *(?=[\w-]+ *: )", found[2])] if found else []
    texts = [text.strip() for _, text in pairs]
    if found is None or any(not text or text[0] in "'\"|{[&*!%@`#" or ": " in text or " #" in text for text in texts):
        return ""
    lines = (f"{found[1]}  {key.strip()}: {text}" for (key, _), text in zip(pairs, texts, strict=True))
    return "\n".join([f"write:\n{found[1]}choices:", *lines])


def _unbraced(line: str) -> str:
    """The lines as they should be in place of one with { } around a text; in general, if the line is another."""
    if buttons := _listed(line):
        return buttons
    found = re.fullmatch(r"(\s*)([^\s:{][^:{]*): *\{ *([\w-]+) *: *(.*?) *\}? *", line)
    if not found or found[4].startswith(("'", '"', "|")) or re.search(r", *[\w-]+ *: ", found[4]):
        return "put the text on lines of its own, after `|`"
    indent, word, key, text = found.groups()
    return f"write:\n{indent}{word}:\n{indent}  {key}: |\n{indent}    {text}"


def _doubles(node: yaml.Node, file: str) -> list[Problem]:
    found: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, Any] = {}
        for key, value in node.value:
            if key.value == "<<":
                found.append(
                    _at(
                        file,
                        key.start_mark,
                        "syntax",
                        "merge keys with << cannot be used here",
                        "write the lines out again",
                    )
                )
            elif isinstance(key, yaml.ScalarNode) and key.value in seen:
                first = seen[key.value].line + 1
                found.append(
                    _at(
                        file,
                        key.start_mark,
                        "syntax",
                        f"`{key.value}` stands here twice; first in line {first}",
                        "keep one of them",
                    )
                )
            elif isinstance(key, yaml.ScalarNode):
                seen[key.value] = key.start_mark
            found += _doubles(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            found += _doubles(item, file)
    return found


def _syntax(text: str, file: str, error: yaml.MarkedYAMLError) -> Problem:
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    opened = _opened(error, text)
    if opened is not None and begun is not None:
        return _at(file, begun, "syntax", *opened)
    line_no, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines() or [""]
    line = lines[min(line_no, len(lines) - 1)]
    sentence, hint = _explain(line, str(error.problem or ""), str(error.context or ""))
    return Problem(file, line_no + 1, column + 1, "syntax", sentence, hint)


def _opened(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str] | None:
    """What was opened on an earlier line and is still open."""
    context, begun, found = str(error.context or ""), error.context_mark, error.problem_mark
    if "quoted scalar" in context:
        return "a quotation mark is opened and not closed", "close it, or write the text after `|`"
    if begun is None or found is None or begun.line == found.line:
        return None
    for what, sign, close in (("flow mapping", "{", "}"), ("flow sequence", "[", "]")):
        if what in context:
            return f"this {sign} is opened and not closed", f"close it with {close} on the same line"
    return None


def _explain(line: str, problem: str, context: str) -> tuple[str, str]:
    """PyYAML's words in the author's."""
    value = line.split(":", 1)[1].strip() if ":" in line else line.strip()
    key = line.split(":", 1)[0].rstrip() if ":" in line else "say"
    block = f"write:\n{key}: |\n{' ' * (len(key) - len(key.lstrip()) + 2)}{value}"
    if line.lstrip().startswith("- "):
        block = f"write:\n{key}: {json.dumps(value, ensure_ascii=False)}"
    if "\\t" in problem or "\t" in line:
        return "tabs cannot indent", "use two spaces for each step inwards"
    if "{" in line and ("flow mapping" in context or "flow mapping" in problem):
        return IN_BRACES, _unbraced(line)
    if value.startswith("{") and value.count("{") == value.count("}"):
        return "a text that begins with {name} needs the |", block
    if value.count("}") > value.count("{") or value.count("]") > value.count("["):
        return "a closing bracket stands here that was never opened", "take it out"
    if "mapping values are not allowed" in problem and line.count(":") == 1:
        return "this line is indented further than the one above", "lines of one level begin in the same column"
    if "mapping values are not allowed" in problem:
        return "a colon inside a text ends it here", block
    if "single document" in problem or line.startswith("---"):
        return "--- begins another document; a file holds one flow", "take the line out"
    if value.startswith(('"', "'")) and "block end" in problem:
        return "a text goes on after its closing quotation mark", block
    if "could not find expected ':'" in problem:
        return "a line without `key: value` stands here", "indent it further if it belongs to the text above"
    if "cannot start any token" in problem or "expected alphabetic" in problem:
        return "a text cannot begin with this character", 'put it in quotes: "…"'
    return "the indentation does not fit the lines above", "lines of one level begin in the same column"
