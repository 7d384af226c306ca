"""Charts for mail, as PNG (mail clients show no SVG): horizontal bars, readable on a telephone, with the figures written beside them.

Drawn by Typst, which typesets our documents anyway: the same chart gives the same bytes, with no font of this machine. The figures
of a chart always stand in the letter's text as well; a picture alone tells nothing to who sees none.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from mailbot.core.model import Picture
from mailbot.letters.markdown import one_line

WIDTH = 400
"""In CSS pixels; drawn at twice that, for screens with fine pixels."""
BARS = 12
_SOURCE = Path(__file__).with_name("chart.typ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar: its parts one after the other, in the order of the chart's legend. `value` is written above its end."""

    label: str
    parts: tuple[float, ...]
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """`alt` says in words what the chart shows. Of more than BARS bars the first are drawn: the text has the rest."""

    name: str  # letters and hyphens: part of the picture's Content-ID
    title: str
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    alt: str


def picture(chart: Chart) -> Picture:
    """The chart as a picture that a letter's template may show: `{{ pictures["name"] | picture }}`."""
    shown = asdict(chart) | {"bars": [_bar(bar) for bar in chart.bars[:BARS]], "title": one_line(chart.title)}
    made = typst.compile(
        _SOURCE.read_bytes(), format="png", ppi=144, ignore_system_fonts=True, sys_inputs={"chart": json.dumps(shown)}
    )
    if not isinstance(made, bytes):  # several pages would come back as a list; this one grows with its bars
        raise TypeError(f"typst gave {type(made).__name__}")
    return Picture(name=chart.name, content=made, alt=one_line(chart.alt), width=WIDTH)


def _bar(bar: Bar) -> dict[str, object]:
    return {"label": one_line(bar.label)[:120], "parts": [max(0, p) for p in bar.parts], "value": one_line(bar.value)}
