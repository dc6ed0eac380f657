"""The commands, one file and one line each. They parse, call, print and choose an exit code; nothing else.

0 is fine, 1 means that problems were found, 2 that something was asked or set wrongly (one sentence says what).
"""

from __future__ import annotations

import typer

from bot.cli import (
    backup,
    calendar,
    check,
    coach,
    demo,
    draw,
    keys,
    manual,
    messages,
    new,
    play,
    run,
    sandbox,
    schema,
    sheet,
    story,
)

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Groundwork: structured talks for two."
)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("sandbox")(sandbox.sandbox)
app.command("check")(check.check)
app.command("story")(story.story)
app.command("play")(play.play)
app.command("draw")(draw.draw)
app.command("new")(new.new)
app.command("sheet")(sheet.sheet)
app.command("schema")(schema.schema)
app.command("manual")(manual.manual)
app.command("coach")(coach.coach)
app.command("calendar")(calendar.calendar)
app.command("messages")(messages.messages)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("migrate")(backup.migrate)
app.add_typer(keys.app, name="keys")


def main() -> None:
    """The entry of `python -m bot` and of the installed `groundwork`."""
    app()
