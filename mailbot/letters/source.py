"""Where templates are and what their files hold: front matter and a body. Renders nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound

from mailbot.errors import ConfigError

COMMON = "common"
SUFFIX = ".md.j2"
_TAG = re.compile(r"\{%[^%]*%\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A template's file. `body` has as many lines as the file, so that the numbers in faults are the file's."""

    path: Path
    subject: str
    subject_line: int
    staff: bool
    body: str


class Sources(BaseLoader):
    """Finds templates under `roots`; the first root that has one wins. What was read once is kept."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self._read: dict[str, Source] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 (Jinja's)
        """The body for Jinja (jinja2.BaseLoader.get_source)."""
        source = self.source(template)
        return source.body, str(source.path), lambda: True

    def source(self, name: str) -> Source:
        """The template of that name. Raises TemplateNotFound, and ConfigError for a file that cannot be read."""
        if name not in self._read:
            self._read[name] = read(self.path(name))
        return self._read[name]

    def path(self, name: str) -> Path:
        """The file of a template. Raises TemplateNotFound, also for a name that would leave the roots."""
        if ".." in name.split("/") or name.startswith("/"):
            raise TemplateNotFound(name)
        found = next((root / name for root in self.roots if (root / name).is_file()), None)
        if found is None:
            raise TemplateNotFound(name)
        return found

    def name(self, procedure: str, letter: str) -> str:
        """The procedure's own template of a letter, else the common one. Raises ConfigError if there is neither."""
        for name in (f"{procedure}/{letter}{SUFFIX}", f"{COMMON}/{letter}{SUFFIX}"):
            if any((root / name).is_file() for root in self.roots):
                return name
        places = " or ".join(str(root) for root in self.roots)
        raise ConfigError(f"there is no template {procedure}/{letter}{SUFFIX} or {COMMON}/{letter}{SUFFIX} in {places}")

    def letters(self, procedure: str) -> tuple[str, ...]:
        """The names of every letter that a procedure has a template for, its own and the common ones, sorted."""
        folders = (root / folder for root in self.roots for folder in (procedure, COMMON))
        files = (path.name for folder in folders for path in folder.glob(f"*{SUFFIX}"))
        return tuple(sorted({name.removesuffix(SUFFIX) for name in files if not name.startswith("_")}))


def read(path: Path) -> Source:
    """A template's file, its front matter taken off. Raises ConfigError with file and line if that is not sound."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as cause:
        raise ConfigError(f"{path}: it cannot be read: {cause}") from cause
    if lines[0].strip() != "---":
        return Source(path=path, subject="", subject_line=1, staff=False, body=_body(lines))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise ConfigError(f"{path}, line 1: the front matter is not closed with a line ---")
    subject, at, audience = "", 1, ""
    for number, line in enumerate(lines[1:end], 2):
        key, _, text = line.partition(":")
        if key.strip() == "subject":
            subject, at = text.strip(), number
        elif key.strip() == "audience" and text.strip() in ("staff", "customer"):
            audience = text.strip()
        elif line.strip():
            fault = f"front matter holds `subject: ...` and `audience: staff` or `customer`, not '{line.strip()}'"
            raise ConfigError(f"{path}, line {number}: {fault}")
    body = "\n" * (end + 1) + _body(lines[end + 1 :])
    return Source(path=path, subject=subject, subject_line=at, staff=audience == "staff", body=body)


def _body(lines: Sequence[str]) -> str:
    """The lines as a template in which a line of tags alone leaves nothing, and any other line keeps its end.

    Jinja's trim_blocks would join a line that ends with a tag to the next one, and two paragraphs would be one.
    """
    ends = (line.endswith("%}") and _TAG.sub("", line).strip() for line in lines)
    return "\n".join(f"{line[:-2]}+%}}" if kept else line for line, kept in zip(lines, ends, strict=True))
