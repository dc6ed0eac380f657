"""The kinds of state, one file and one line each. The first word that a state has decides its kind, in this order."""

from __future__ import annotations

from bot.flow.states.acts import Act
from bot.flow.states.agree import Agree
from bot.flow.states.ask import Ask
from bot.flow.states.book import Show, Status, Write
from bot.flow.states.kind import Kind
from bot.flow.states.pick import Pick
from bot.flow.states.plain import Nest, Plain
from bot.flow.states.reveal import Reveal
from bot.flow.states.run import Run, RunEach
from bot.flow.states.share import Share

KINDS: tuple[type[Kind], ...] = (
    Nest,
    RunEach,
    Run,
    Agree,
    Reveal,
    Share,
    Act,
    Write,
    Status,
    Show,
    Pick,
    Ask,
    Plain,
)
