"""Indexes of some rows of a table.

SQLAlchemy knows them as options of each database's dialect, and for PostgreSQL's would import all of that, which takes a start on
SQLite a twentieth of its time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler

_WHERE = "where"


def partial(name: str, *columns: str, where: str, on_postgresql: str = "") -> Index:
    """The index of the rows that are `where`, in SQL, which PostgreSQL may want written otherwise."""
    return Index(name, *columns, info={_WHERE: {"sqlite": where, "postgresql": on_postgresql or where}})


@compiles(CreateIndex)
def _created(made: CreateIndex, compiler: DDLCompiler, **options: Any) -> str:
    written: str = compiler.visit_create_index(made, **options)  # type: ignore[no-untyped-call]  # SQLAlchemy says no types
    where = made.element.info.get(_WHERE)
    return f"{written} WHERE {where[compiler.dialect.name]}" if where else written
