"""Which version of the tables a database has, and how it comes to this one. Alembic is imported only where something is to be changed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from mailbot.errors import StoreError
from mailbot.store.metadata import METADATA

MIGRATIONS = Path(__file__).parent / "migrations"
KNOWN = frozenset(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
"""Every version: a migration's file begins with its number, which is its revision."""
HEAD = max(KNOWN)
_VERSION = Table(  # as Alembic makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def versions(connection: Connection) -> tuple[str, ...]:
    """What Alembic wrote into the database; () if it has made nothing there."""
    if not inspect(connection).has_table("alembic_version"):
        return ()
    return tuple(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def bring_up_to_date(connection: Connection, shown: str) -> None:
    """Makes or migrates the tables. Raises StoreError with the database's name and what to do."""
    have = versions(connection)
    if have == (HEAD,):
        return
    if not have and inspect(connection).get_table_names():
        raise StoreError(f"{shown}: holds tables that are not mailbot's; name an empty or another database")
    if not have:
        make(connection)
        return
    if not KNOWN.issuperset(have):
        raise StoreError(
            f"{shown}: was written by a newer mailbot (schema {', '.join(have)}; this one knows {HEAD}). "
            "Nothing was changed: install that version again, or restore a backup made before it."
        )
    migrate(connection, shown)


def make(connection: Connection) -> None:
    """The tables as they are now, in an empty database, which then counts as migrated: no older one has to be read."""
    METADATA.create_all(connection)
    _VERSION.create(connection)
    connection.execute(_VERSION.insert().values(version_num=HEAD))


def migrate(connection: Connection, shown: str, to: str = "head") -> None:
    """From whatever version to this one (or that one), step by step. Raises StoreError."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except (CommandError, SQLAlchemyError) as fault:
        raise StoreError(f"{shown}: could not be migrated to schema {HEAD}: {fault}") from fault
