"""Names of what can be wrong before anything can be proven: errors of reading, each with its manual."""

from __future__ import annotations

READING: dict[str, str] = {
    "syntax": """The file can be read as YAML.

Indent with two spaces, never with tabs. A text with a colon, a comma inside { } or a {name} at its beginning stands after `|`, on
lines of its own. Anchors (&), references (*), tags (!), merge keys (<<) and keys that stand twice are refused; a file holds at most
256 kB and is at most 20 deep.
""",
    "schema": """Every word stands where it belongs, with what belongs behind it.

Which words a state may have depends on its kind, and its kind on its first word: `ask`, `agree`, `share`, `reveal`, `run` … Only
`true` and `false` are booleans; `yes`, `no`, `on`, `off` and `21:00` are texts.
""",
    "target": """Every way out leads to a state that exists, every `run`, `needs` and `suggest` to a flow that exists.

A target is the nearest state of that name, from the inside outwards. Every book that is named is declared, in `books.yaml`; those
that ship are known.
Where a book `asks`, an entry that is kept with a `when` has an `owner`, or in a talk of two nobody would be asked.
""",
    "guard": """Every expression can be read.

`if`, `no if`, `set` and `give` compare names, numbers and 'texts in quotes' with ==, !=, <, <=, >, >=, in, and, or, not, + and -.
There are no calls, no attributes and no indexing.
""",
    "story": """Every story can be read and goes as it says.

The first step that goes another way is shown with what came instead.
""",
}
