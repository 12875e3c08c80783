"""Adds a row unless it is there, which each engine says in its own words."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def add_once(
    connection: Connection, table: sa.Table, row: Mapping[str, object]
) -> bool:
    """Adds a row; False where one with its key was there before, or came first."""
    insert = INSERT[connection.dialect.name]
    once = insert(table).values(row).on_conflict_do_nothing()
    return bool(connection.execute(once).rowcount)
