"""Days beside each other, one mark for each that somebody tapped, from heavy below to light above.

No line joins the marks: what lies between two days is not known, and a line that falls would be read as a verdict. The card is
light in itself and is read on a dark screen as well; letters are large enough for a phone. Where the letters of a language are
missing, it ends with 1 and draws nothing: boxes would say less than the words alone.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from textwrap import fill
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.layout_engine import ConstrainedLayoutEngine

CARD, INK, FAINT, MARK = "#f4f1ea", "#2b2a28", "#d8d2c6", "#2f6f73"
WIDE, HIGH, HEAD = 4.8, 2.6, 0.6
"""Inches: how wide, how high one panel is, and what the title takes."""
DPI = 250
LETTERS = ("DejaVu Sans", "Noto Sans", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans Devanagari")


def png(given: dict[str, Any]) -> bytes:
    """The picture. Raises when a letter is missing."""
    panels = given["panels"]
    figure = Figure(figsize=(WIDE, HEAD + HIGH * len(panels)), dpi=DPI, facecolor=CARD)
    figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12))
    figure.suptitle(fill(given["title"], 40), color=INK, fontsize=14, fontweight="bold")
    every = figure.subplots(len(panels), 1, squeeze=False, sharex=True)[:, 0]
    for axes, panel in zip(every, panels, strict=True):
        _panel(axes, given, panel)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", facecolor=CARD, metadata={"Software": None})
    return drawn.getvalue()


def _panel(axes: Axes, given: dict[str, Any], panel: dict[str, Any]) -> None:
    days, levels = given["days"], given["levels"]
    axes.set_facecolor(CARD)
    axes.set_xlim(-0.02 * days, 1.02 * days - 1)
    axes.set_ylim(-0.5, len(levels) - 0.5)
    axes.set_yticks(range(len(levels)), [fill(level, 16) for level in levels], fontsize=13, color=INK)
    axes.set_xticks([day for day, _ in given["ticks"]], [text for _, text in given["ticks"]], fontsize=12, color=INK)
    axes.grid(color=FAINT, linewidth=1)
    axes.tick_params(length=0, labelbottom=True)
    axes.spines[:].set_visible(False)
    if panel["name"]:
        axes.set_title(_drawable(panel["name"]), fontsize=13, color=INK, loc="left")
    size = 80 if days <= 31 else 40
    where = [day for day, _ in panel["marks"]], [level for _, level in panel["marks"]]
    axes.scatter(*where, s=size, color=MARK, zorder=3, clip_on=False)


def _drawable(name: str) -> str:
    """A name without what the letters here do not have, such as a heart: a picture is not given up for that."""
    known = {code for family in matplotlib.rcParams["font.family"] for code in get_font(findfont(family)).get_charmap()}
    return "".join(one for one in name if ord(one) in known).strip() or "…"


def main() -> None:
    """Reads stdin, writes stdout."""
    warnings.simplefilter("error")
    fonts = {font.name for font in matplotlib.font_manager.fontManager.ttflist}
    matplotlib.rcParams["font.family"] = [name for name in LETTERS if name in fonts]
    matplotlib.rcParams["text.parse_math"] = False
    sys.stdout.buffer.write(png(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
