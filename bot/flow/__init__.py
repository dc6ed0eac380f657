"""What a flow is and how it moves. Pure: nothing here awaits, reads a clock, draws chance, names a language or opens a file.

A `Flow` (model) is a statechart read from YAML; a `Session` is one run of it. `engine.step` takes a session and a `Signal` and
returns the effects; who reads them, in which words and over which wire, is decided in the rooms above.
"""
