"""YAML text -> a Flow, or Problems with line and column. Pure: texts come in, values go out.

`source` reads YAML strictly, `reader` turns its nodes into states, `library` puts flows together; `stories`, `drawing` and the
rules look at what came out.
"""
