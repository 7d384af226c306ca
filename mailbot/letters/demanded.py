"""Does a letter, as it comes out for this occasion, hold the blocks that the procedure demands of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from jinja2 import Template
from jinja2.runtime import Context


def missing_blocks(body: Template, names: Mapping[str, object], demanded: Iterable[str]) -> tuple[str, ...]:
    """Those of the demanded blocks that the template leaves out, or leaves empty, for these values. Raises what rendering raises."""
    wanted = tuple(demanded)
    came: dict[str, str] = {}
    values = body.new_context(dict(names))
    for name in wanted:
        # a block of a template that this one extends comes behind its own, which is the one that is shown
        values.blocks[name] = [_noted(block, name, came) for block in values.blocks.get(name, ())] or _Late(name, came)
    for _ in body.root_render_func(values):
        pass
    return tuple(name for name in wanted if not came.get(name, "").strip())


class _Late(list[Callable[[Context], Iterator[str]]]):
    """The place of a block that only a template which is extended has."""

    def __init__(self, name: str, came: dict[str, str]) -> None:
        super().__init__()
        self._name, self._came = name, came

    def append(self, block: Callable[[Context], Iterator[str]]) -> None:
        super().append(_noted(block, self._name, self._came))


def _noted(
    block: Callable[[Context], Iterator[str]], name: str, came: dict[str, str]
) -> Callable[[Context], Iterator[str]]:
    """The same block, which writes down what it gave."""

    def render(values: Context) -> Iterator[str]:
        parts = list(block(values))
        came[name] = "".join(parts)
        yield from parts

    return render
