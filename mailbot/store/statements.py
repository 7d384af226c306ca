"""Statements that are built once, when a module is imported, and executed with values.

Building a statement costs SQLAlchemy several times what executing it does, and executing it several times what SQLite does. So what is
asked for every message stands at the head of a module and goes through `run`: SQLAlchemy writes its SQL for the dialect once and says how
each value is stored and read back; the rest is the driver's. Everything else is executed in the usual way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, NoReturn

from sqlalchemy import BindParameter, ColumnElement, Connection, Dialect, Insert, bindparam, func, literal_column
from sqlalchemy.exc import DBAPIError, NoResultFound, StatementError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeEngine


def given(column: ColumnElement[Any], name: str = "") -> ColumnElement[bool]:
    """`column = value`, the value given at execution as `<column>_` (or `name`): a plain column name is the value that a row gets."""
    return column == value(name or f"{column.key}_")


def value(name: str) -> BindParameter[Any]:
    """A value given at execution."""
    return bindparam(name)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column IN values`, the list given at execution as `name`; not for `run`, whose SQL does not change."""
    return column.in_(bindparam(name, expanding=True))


def unsought(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column in a form that no index has: what few rows are left by the other conditions is looked at one by one.

    A database that has never counted its rows (SQLite) would else look for all letters of a mailbox to find the one that is due.
    """
    return func.coalesce(column, "")


Convert = Callable[[Any], Any] | None
Values = Mapping[str, object]
Statement = ReturnsRows
"""A SELECT, INSERT or UPDATE."""


def run(tx: Connection, statement: Statement, values: Values = MappingProxyType({})) -> Rows:
    """Executes a statement of a module's head. Raises as SQLAlchemy does: DBAPIError, and StatementError for a value
    that cannot be stored; KeyError with the name of a value that is missing."""
    prepared = _prepared(statement)
    form = prepared.form(tx.dialect, values)
    return prepared.execute(tx, form.sql, form.bound(values), many=False)


def run_many(tx: Connection, statement: Insert, rows: Sequence[Values]) -> None:
    """Adds rows that have the same columns."""
    prepared = _prepared(statement)
    form = prepared.form(tx.dialect, rows[0])
    if len(rows) == 1:
        prepared.execute(tx, form.sql, form.bound(rows[0]), many=False)
    else:
        prepared.execute(tx, form.sql, [form.bound(row) for row in rows], many=True)


def command(tx: Connection, sql: str) -> None:
    """Executes what has neither values nor rows, such as BEGIN. Raises as SQLAlchemy does."""
    cursor = tx.connection.cursor()
    try:
        for heard in tx.dispatch.before_cursor_execute:
            heard(tx, cursor, sql, (), None, False)
        cursor.execute(sql)
    except tx.dialect.loaded_dbapi.Error as fault:
        _fail(tx, fault, sql, cursor)
    finally:
        cursor.close()


@contextmanager
def all_or_nothing(tx: Connection) -> Iterator[None]:
    """What is done within stays or goes by itself, whatever becomes of the rest of the transaction; not within another such block.

    What the database itself refuses ends the whole transaction, as everywhere."""
    command(tx, "SAVEPOINT part")
    try:
        yield
    except DBAPIError:
        raise
    except BaseException:
        command(tx, "ROLLBACK TO SAVEPOINT part")
        raise
    command(tx, "RELEASE SAVEPOINT part")


@dataclass(frozen=True, slots=True)
class Rows:
    """What came of an execution: rows with their columns as attributes, and how many a change has touched."""

    found: list[Any]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.found)

    def first(self) -> Any | None:
        return self.found[0] if self.found else None

    def one(self) -> Any:
        if not self.found:
            raise NoResultFound("No row was found when one was required")
        return self.found[0]

    def scalar(self) -> Any | None:
        """The first column of the first row; None if there is none."""
        return self.found[0][0] if self.found else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalars(self) -> list[Any]:
        return [row[0] for row in self.found]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one dialect has it for values of certain names."""

    sql: str
    binds: tuple[tuple[str, Convert], ...]
    fixed: Values  # values that stand in the statement itself, and what columns get that none is given for
    positional: bool

    def bound(self, values: Values) -> tuple[object, ...] | dict[str, object]:
        named = {**self.fixed, **values}
        try:
            stored = [named[name] if store is None else store(named[name]) for name, store in self.binds]
        except (ValueError, TypeError) as fault:  # such as a time without a zone
            raise StatementError(str(fault), self.sql, None, fault) from fault
        return (
            tuple(stored) if self.positional else {name: one for (name, _), one in zip(self.binds, stored, strict=True)}
        )


class _Prepared:
    """A statement with what SQLAlchemy said of it: its SQL a dialect, how each value is stored, how each column is read."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._forms: dict[tuple[str, ...], _Form] = {}
        self._readers: dict[str, tuple[tuple[int, Callable[[Any], Any]], ...]] = {}

    def form(self, dialect: Dialect, values: Values) -> _Form:
        key = (dialect.name, *values)
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = self._formed(dialect, values)
        return found

    def execute(self, tx: Connection, sql: str, bound: Any, *, many: bool) -> Rows:
        cursor = tx.connection.cursor()
        try:
            for heard in tx.dispatch.before_cursor_execute:
                heard(tx, cursor, sql, bound, None, many)
            (cursor.executemany if many else cursor.execute)(sql, bound)
            found = self._read(tx.dialect, cursor) if cursor.description else []
            return Rows(found, cursor.rowcount)
        except tx.dialect.loaded_dbapi.Error as fault:
            _fail(tx, fault, sql, cursor)
        finally:
            cursor.close()

    def _formed(self, dialect: Dialect, values: Values) -> _Form:
        statement, defaults = self.statement, dict[str, object]()
        if isinstance(statement, Insert):
            defaults = _defaults(statement, values)
            statement = (
                statement if len(statement.exported_columns) else statement.inline()
            )  # gives no key back unasked
        compiled = _spelt_out(statement).compile(dialect=dialect, column_keys=[*values, *defaults])
        if compiled.post_compile_params:
            raise TypeError(f"its SQL changes with the length of a list, so it is no statement to prepare: {compiled}")
        names = compiled.positiontup or list(compiled.binds)
        return _Form(
            sql=str(compiled),
            binds=tuple((name, _storing(compiled.binds[name].type, dialect)) for name in names),
            fixed={name: bind.value for name, bind in compiled.binds.items() if not bind.required} | defaults,
            positional=compiled.positiontup is not None,
        )

    def _read(self, dialect: Dialect, cursor: Any) -> list[Any]:
        readers = self._readers.get(dialect.name)
        if readers is None:
            columns = zip(self.statement.exported_columns, cursor.description, strict=True)
            each = (_reading(column.type, dialect, said[1]) for column, said in columns)
            readers = self._readers[dialect.name] = tuple((n, read) for n, read in enumerate(each) if read is not None)
        make = self._row._make
        if not readers:
            return [make(row) for row in cursor.fetchall()]
        found = []
        for row in cursor.fetchall():
            cells = list(row)
            for n, read in readers:
                cells[n] = read(cells[n])
            found.append(make(cells))
        return found

    @cached_property
    def _row(self) -> Any:
        return namedtuple("Row", [str(column.key) for column in self.statement.exported_columns], rename=True)


_prepared = cache(_Prepared)


def _spelt_out(statement: Any) -> Any:
    """The statement with its own words and numbers written into its SQL: SQLite would else plan it anew each time, where such a value may
    tell whether an index of some rows will do."""

    def spell(element: object, **_: object) -> object:
        if not isinstance(element, BindParameter) or element.required:
            return None
        if isinstance(element.value, str):
            return literal_column("'" + element.value.replace("'", "''") + "'", element.type)
        return literal_column(str(element.value), element.type) if type(element.value) is int else None

    return visitors.replacement_traverse(statement, {}, spell)


def _defaults(statement: Insert, values: Values) -> dict[str, object]:
    """What the columns get that no value is given for."""
    return {
        str(c.key): _default(c.default)
        for c in statement.table.columns
        if c.key not in values and c.default is not None
    }


def _default(default: Any) -> object:
    return default.arg if default.is_scalar else default.arg(None)


def _storing(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect, said: object) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, said)


def _fail(tx: Connection, fault: Any, sql: str, cursor: Any) -> NoReturn:
    """As SQLAlchemy raises it. A connection whose server is gone is not used again."""
    gone = tx.dialect.is_disconnect(fault, tx.connection.dbapi_connection, cursor)
    wrapped = DBAPIError.instance(
        sql, None, fault, tx.dialect.loaded_dbapi.Error, dialect=tx.dialect, connection_invalidated=gone
    )
    if gone:
        tx.invalidate(fault)
    raise wrapped from fault
