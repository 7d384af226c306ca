"""Pieces of statements that are built once, when a module is imported, and executed with values.

Building a statement costs SQLAlchemy several times what executing it does; what is asked for every message is built beforehand.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam


def given(column: ColumnElement[Any], name: str = "") -> ColumnElement[bool]:
    """`column = value`, the value given at execution as `<column>_` (or `name`): a plain column name is the value that a row gets."""
    return column == value(name or f"{column.key}_")


def value(name: str) -> BindParameter[Any]:
    """A value given at execution."""
    return bindparam(name)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column IN values`, the list given at execution as `name`."""
    return column.in_(bindparam(name, expanding=True))
