"""`demo`: sandbox, bot and page together. Prints one address and runs until it is stopped."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
import yaml

from bot.cli.sandbox import drawings, signalled
from bot.sandbox.server import build, open_world, serve
from bot.sandbox.supervisor import Supervisor


def demo(
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes a free one.")] = 8080,
    token: Annotated[str | None, typer.Option(help="The token of the control API; a random one if none.")] = None,
    undo: Annotated[int, typer.Option(help="Seconds in which a tap on Send can be taken back.", min=0, max=60)] = 10,
    flows: Annotated[
        Path | None, typer.Option(help="A folder of your own flows, to stand beside those that ship.", exists=True, file_okay=False)
    ] = None,
) -> None:
    """Two people, a group and the bot, in the browser. Nothing leaves this machine. Flows that you change are taken in at once."""
    with tempfile.TemporaryDirectory(prefix="groundwork-demo-") as folder:
        try:
            asyncio.run(_run(port, token or secrets.token_urlsafe(12), undo, Path(folder), flows))
        except OSError as error:
            typer.echo(f"--port: {port} cannot be used ({error.strerror}); choose another, or 0.", err=True)
            raise typer.Exit(2) from None


async def _run(port: int, token: str, undo: int, folder: Path, flows: Path | None) -> None:
    world = open_world()
    command = [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")]
    supervisor = Supervisor(command, log=folder / "bot.log")
    app = build(world, token, supervisor, lambda: _wipe(folder, supervisor), drawings())
    running = await serve(app, port)
    _configure(folder, running.port, world.token, undo, flows)
    await supervisor.start()
    typer.echo(running.page)
    if os.environ.get("NO_BROWSER") != "1":
        webbrowser.open(running.page)
    try:
        await signalled()
    finally:
        await supervisor.stop()
        await running.stop()


def _configure(folder: Path, port: int, token: str, undo: int, flows: Path | None) -> None:
    """The settings of the unmodified bot: only base_url and sandbox differ from those for Telegram."""
    here = f"http://127.0.0.1:{port}"
    settings = {
        "token": token,
        "base_url": f"{here}/bot",
        "sandbox": here,
        "database_url": f"sqlite+aiosqlite:///{folder}/data/groundwork.db",
        "keys_url": f"sqlite+aiosqlite:///{folder}/data/keys.db",
        "undo_seconds": undo,
        "flows": str(flows.resolve()) if flows is not None else None,
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(settings))


async def _wipe(folder: Path, supervisor: Supervisor) -> None:
    """The bot forgets everything along with the sandbox: it stops, its data goes, it starts anew."""
    await supervisor.stop()
    shutil.rmtree(folder / "data", ignore_errors=True)
    await supervisor.start()
