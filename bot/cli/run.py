"""`run`: the bot. Exit 0 when stopped; with one sentence 2 when misconfigured, 1 when a database's disk or server fails."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from bot.config import Misconfigured, Settings, read_settings
from bot.logs import setup
from bot.storage.files import Refused
from bot.storage.trouble import trouble
from bot.wiring import BrokenFlows, TokenRefused
from bot.wiring import run as run_bot


def run(config: Annotated[Path, typer.Option(help="The settings file.")] = Path("config.yaml")) -> None:
    """Runs the bot until it is stopped."""
    try:
        settings = read_settings(config, needed=config != Path("config.yaml"))
        setup(settings.log_level, settings.log_json)
        asyncio.run(_until_signal(settings))
    except (Misconfigured, TokenRefused, Refused) as error:
        named = str(error) if str(config) in str(error) or not config.exists() else f"{config}: {error}"
        typer.echo(named, err=True)
        raise typer.Exit(2) from None
    except BrokenFlows as broken:
        for problem in broken.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    except Exception as error:
        if (said := trouble(error)) is None:
            raise
        typer.echo(said, err=True)
        raise typer.Exit(1) from None


async def _until_signal(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await run_bot(settings, stop)
