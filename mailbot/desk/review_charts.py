"""The pictures of a review: how each promise was kept, and why people complained. Its text has the same figures."""

from __future__ import annotations

from mailbot.core.model import Picture
from mailbot.letters.chart import Bar, Chart, picture
from mailbot.letters.context import Review


def charts(review: Review) -> tuple[Picture, ...]:
    """None of what there is too little of to be worth a picture."""
    return tuple(picture(chart) for chart in (_promises(review), _causes(review)) if chart is not None)


def _promises(review: Review) -> Chart | None:
    bars = tuple(
        Bar(
            label=line.label[:1].upper() + line.label[1:],
            parts=(line.met, line.times - line.met),
            value=f"{line.met} of {line.times}",
        )
        for line in review.lines
    )
    alt = "Promises kept: " + "; ".join(f"{line.label}, {line.met} of {line.times}" for line in review.lines)
    title = "How we kept our promises"
    return Chart(name="promises", title=title, bars=bars, legend=("kept", "late"), alt=alt) if bars else None


def _causes(review: Review) -> Chart | None:
    bars = tuple(Bar(label=cause, parts=(count,), value=str(count)) for cause, count in review.causes)
    alt = "Causes: " + "; ".join(f"{cause}, {count}" for cause, count in review.causes)
    return Chart(name="causes", title="Why people complained", bars=bars, alt=alt) if len(bars) > 1 else None
