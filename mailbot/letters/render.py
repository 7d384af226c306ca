"""Letters from their templates: one Markdown source gives the subject, the plain text and the HTML.

Sends nothing and decides nothing. What a letter may speak of is context.py; a name that is not there is an error, never
an empty space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

from mailbot.core.model import Rendered
from mailbot.core.procedure import Procedure
from mailbot.errors import ConfigError
from mailbot.letters import markdown, sample
from mailbot.letters.body import written
from mailbot.letters.compiled import Compiled
from mailbot.letters.context import LetterContext
from mailbot.letters.demanded import missing_blocks
from mailbot.letters.filters import FILTERS, FIXED
from mailbot.letters.markdown import GLUE, Marked
from mailbot.letters.pdf import typeset
from mailbot.letters.source import Source, Sources

SUBJECT_CHARACTERS = 200
SHEET = "common/_sheet.md.j2"  # what stands above a letter that is printed
_FIELDS = tuple(field.name for field in fields(LetterContext))
_KNOWN = frozenset(
    {*_FIELDS, "has", "by_post", "loop", "self", "super", "caller", "varargs", "kwargs", "range", "dict", "namespace"}
)
_FAILURES = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError)
"""What a template can raise: Jinja's own errors and those of an expression in it."""
_COMPILED = Compiled()
_TURNED_AWAY = re.compile(r"\b(?:do not|don't|cannot) reply\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """A letter's templates, compiled."""

    source: Source
    subject: Template
    body: Template


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, which tries each value for a dozen kinds of Python's own innards: what letters speak of is none of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._compiled: dict[str, Template] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in _values_of(obj.__class__):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """What was compiled once stays as it is: nothing needs to be asked whether it has changed."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        if name not in self._compiled:
            self._compiled[name] = super().get_template(name, parent)
        return self._compiled[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As one dictionary: Jinja's own chain of two is copied name by name for each template that is rendered."""
        return {**self.globals, **(d or {})}


@cache
def _values_of(kind: type) -> frozenset[str]:
    """The fields and properties of a kind of value of ours."""
    known = set(kind.model_fields) if issubclass(kind, BaseModel) else set()
    if is_dataclass(kind):
        known |= {field.name for field in fields(kind)}
    if known:
        known |= {name for name, thing in vars(kind).items() if isinstance(thing, property)}
    return frozenset(name for name in known if not name.startswith("_"))


class Writer:
    """Renders letters from the templates under `roots`: <procedure>/<letter>.md.j2, else common/<letter>.md.j2.

    The first root that has a template wins. Templates are read and compiled once; a changed one needs a restart.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._sources = Sources(roots)
        self._letters = self._environment(_finish)
        self._subjects = self._environment(_finish_subject)
        self._frames = self._environment(_finish_frame)
        self._forms: dict[tuple[str, str], _Form] = {}

    def render(self, procedure: str, letter: str, context: LetterContext) -> Rendered:
        """The letter in words. Raises ConfigError with file, line and cause if there is no template or it fails."""
        form = self._form(procedure, letter)
        names = _names(context)
        try:
            subject = markdown.one_line(form.subject.render(names))[:SUBJECT_CHARACTERS].strip()
            words, body = written(form.body.render(names))
            frame = {**names, "subject": subject, "staff": form.source.staff}
            text = self._frames.get_template("base.txt.j2").render(frame, body=_Finished(words))
            page = self._frames.get_template("base.html.j2").render(frame, body=_Finished(body.replace(GLUE, " ")))
        except _FAILURES as failure:
            raise ConfigError(_fault(form.source.path, failure)) from failure
        shown = tuple(p for p in context.pictures.values() if p.cid in page)
        return Rendered(subject=subject, text=text.replace(FIXED, " ").strip() + "\n", html=page, pictures=shown)

    def printed(self, procedure: str, letter: str, context: LetterContext) -> bytes:
        """The same letter on A4 (PDF), with date and address, for a customer without e-mail. Raises like `render`."""
        form = self._form(procedure, letter)
        names = _names(context)
        try:
            subject = markdown.one_line(form.subject.render(names))[:SUBJECT_CHARACTERS].strip()
            head = self._letters.get_template(SHEET).render(names, subject=subject)
            body = form.body.render(names)
        except _FAILURES as failure:
            raise ConfigError(_fault(form.source.path, failure)) from failure
        return typeset(f"{head}\n\n{body}", subject, context.company.name)

    def lacking(self, procedure: str, letter: str, context: LetterContext, blocks: Sequence[str]) -> tuple[str, ...]:
        """Which of these blocks the letter would leave out, or leave empty, on this occasion. Raises ConfigError like `render`."""
        form = self._form(procedure, letter)
        try:
            return missing_blocks(form.body, _names(context), blocks)
        except _FAILURES as failure:
            raise ConfigError(_fault(form.source.path, failure)) from failure

    def letters(self, procedure: str) -> tuple[str, ...]:
        """Every letter that the procedure has a template for, its own and the common ones, by name."""
        return self._sources.letters(procedure)

    def blocks(self, procedure: str, letter: str) -> frozenset[str]:
        """The {% block %}s in a letter's template and in those that it extends. Raises ConfigError like `render`."""
        name: str | None = self._sources.name(procedure, letter)
        found: set[str] = set()
        while name is not None:
            tree = self._tree(name)
            found |= {block.name for block in tree.find_all(nodes.Block)}
            parent = next((node.template for node in tree.find_all(nodes.Extends)), None)
            name = str(parent.value) if isinstance(parent, nodes.Const) else None
        return frozenset(found)

    def clocks(self, procedure: str, letter: str) -> frozenset[str]:
        """The clocks that a letter's own template asks for by name: `"ID" in clocks`, `clocks["ID"]`. Raises ConfigError."""
        tree = self._tree(self._sources.name(procedure, letter))
        asked = [test.expr for test in tree.find_all(nodes.Compare) if _is_clocks(test.ops[0].expr)]
        asked += [item.arg for item in tree.find_all(nodes.Getitem) if _is_clocks(item.node)]
        return frozenset(str(name.value) for name in asked if isinstance(name, nodes.Const))

    def faults(self, procedure: str, policy: Procedure | None = None) -> tuple[str, ...]:
        """What is wrong with a procedure's templates, each with file, line and cause; empty if every one is sound.

        Each is rendered with every sample of its letter, and searched for names that letters do not know, also where no
        sample leads. With `policy`, its own names are tried, and the letters and blocks that it demands must be there.
        """
        found: list[str] = []
        for letter in self.letters(procedure):
            try:
                found += self._strangers(self._sources.name(procedure, letter))
                for context in sample.samples(letter, policy):
                    found += _unfit(self._form(procedure, letter).source, self.render(procedure, letter, context))
            except ConfigError as error:
                found += error.faults
        return tuple(dict.fromkeys((*found, *self._broken_promises(procedure, policy))))

    def _broken_promises(self, procedure: str, policy: Procedure | None) -> list[str]:
        """Letters and blocks that the procedure names and that no template has."""
        found: list[str] = []
        for rule in policy.letter if policy else ():
            try:
                lacking = sorted(set(rule.blocks) - self.blocks(procedure, rule.id))
            except ConfigError as error:
                found += error.faults
                continue
            path = self._sources.path(self._sources.name(procedure, rule.id))
            found += [f"{path}: clause {rule.clause} demands a block '{name}'" for name in lacking]
        return found

    def _strangers(self, name: str) -> list[str]:
        tree, path = self._tree(name), self._sources.path(name)
        own = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"} | _KNOWN
        loads = (node for node in tree.find_all(nodes.Name) if node.ctx == "load" and node.name not in own)
        return [f"{path}, line {node.lineno}: '{node.name}' is not a name that letters know" for node in loads]

    def _tree(self, name: str) -> nodes.Template:
        try:
            return self._letters.parse(self._sources.source(name).body, name)
        except TemplateSyntaxError as failure:
            raise ConfigError(_fault(self._sources.path(name), failure)) from failure

    def _form(self, procedure: str, letter: str) -> _Form:
        key = (procedure, letter)
        if key not in self._forms:
            name = self._sources.name(procedure, letter)
            source = self._sources.source(name)
            try:
                subject = self._subjects.from_string(source.subject)
                body = self._letters.get_template(name)
            except _FAILURES as failure:
                raise ConfigError(_fault(source.path, failure)) from failure
            self._forms[key] = _Form(source=source, subject=subject, body=body)
        return self._forms[key]

    def _environment(self, finalize: Callable[[object], str]) -> SandboxedEnvironment:
        """Templates are a company's own files, and still may reach nothing but what a letter speaks of."""
        environment = _Sandbox(
            loader=self._sources,
            undefined=StrictUndefined,
            finalize=finalize,
            autoescape=lambda name: name is not None and name.endswith(".html.j2"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_COMPILED,
        )
        environment.filters.update(FILTERS)
        return environment


def _names(context: LetterContext) -> dict[str, object]:
    """What a template may use: the context's fields, and whether the customer must be reached on paper."""
    names: dict[str, object] = {name: getattr(context, name) for name in _FIELDS}
    names["has"] = context.has
    names["by_post"] = context.customer is not None and not context.customer.address
    return names


def _is_clocks(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "clocks"


def _finish(item: object) -> str:
    """What an expression gives, as Markdown: what we marked ourselves as it is, everything else escaped."""
    if isinstance(item, Marked):
        return item
    return "" if item is None else markdown.value(str(item))


def _finish_subject(item: object) -> str:
    """What an expression gives, as words on one line."""
    if isinstance(item, Marked):
        item = item.replace(GLUE, " ")
    return "" if item is None else markdown.one_line(str(item))


class _Finished(str):
    """A letter's body, made by plain.py or by markdown.py, which escapes all text: into its frame as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _finish_frame(item: object) -> str:
    """In base.html.j2 and base.txt.j2: the letter's body as it is; in HTML, Jinja escapes all the rest."""
    if isinstance(item, _Finished):
        return item
    if isinstance(item, Marked):
        item = item.replace(GLUE, " ")
    return "" if item is None else markdown.clean(str(item))


def _unfit(source: Source, rendered: Rendered) -> list[str]:
    found = [] if rendered.subject else [f"{source.path}, line {source.subject_line}: the letter has no subject"]
    if _TURNED_AWAY.search(rendered.text):
        found.append(f"{source.path}: a letter never tells people that they may not reply")
    return found


def _fault(path: Path, failure: BaseException) -> str:
    """The place and the cause of a template's failure, in words."""
    if isinstance(failure, TemplateSyntaxError):
        return f"{failure.filename or path}, line {failure.lineno}: {failure.message}"
    place, trace = f"{path}", failure.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = f"{file}, line {trace.tb_lineno}"
        elif file == "<template>":
            place = f"{path}, subject"
        trace = trace.tb_next
    if isinstance(failure, TemplateNotFound):
        return f"{place}: there is no template '{failure.name}'"
    return f"{place}: {failure}"
