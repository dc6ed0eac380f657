"""`manual`: the manual for authors. Exit 0, or 2 when its file cannot be written."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.authoring.manual import Command
from bot.authoring.manual import manual as made
from bot.cli.naming import write
from bot.wiring import COMMANDS


def manual(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; the terminal, if not given.")] = None,
) -> None:
    """Prints the manual for authors, as Markdown: made from the language, the rules and the commands as they are."""
    write(made(list_commands(context.find_root().command), list(COMMANDS)), output)


def list_commands(group: Any, before: str = "") -> list[Command]:
    """Every command of a typer app, groups by their commands."""
    found: list[Command] = []
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found += list_commands(command, f"{before}{name} ")
        else:
            found.append(_command(f"{before}{name}", command))
    return found


def _command(name: str, command: Any) -> Command:
    arguments = tuple((p.metavar or p.name.upper(), p.help or "") for p in command.params if p.param_type_name == "argument")
    options = tuple((_option(p), _said(p)) for p in command.params if p.param_type_name == "option" and p.name != "help")
    return Command(name, inspect.cleandoc(command.help or ""), arguments, options)


def _option(param: Any) -> str:
    return "/".join(param.opts) + ("" if param.is_flag else f" {param.metavar or param.name.upper()}")


def _said(param: Any) -> str:
    if param.is_flag or param.default is None:
        return str(param.help or "")
    return f"{param.help or ''} `{param.default}`, if nothing is said.".strip()
