"""Brings the tables up to date, with Alembic, a file in `migrations` for each."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.errors import StoreError

MIGRATIONS = Path(__file__).with_name("migrations")
# Where Alembic keeps which version the tables are of.
VERSION = sa.table("alembic_version", sa.column("version_num"))


def bring_up_to_date(connection: Connection) -> None:
    """Makes the tables, or changes those of an earlier version.

    Args:
        connection: In a transaction, alone with the tables.

    Raises:
        StoreError: they are of a later version, or what is in them cannot be read.
    """
    if not _is_up_to_date(connection):
        _upgrade(connection)


def newest() -> str:
    """The version that the code knows: the number of the last file."""
    files = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return max(path.name.split("_")[0] for path in files)


def _is_up_to_date(connection: Connection) -> bool:
    if not sa.inspect(connection).has_table(VERSION.name):
        return False
    return bool(connection.execute(sa.select(VERSION)).scalar() == newest())


def _upgrade(connection: Connection) -> None:
    # Only here: it takes a third of a second to import, and is mostly not needed.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"The database is of another version of this bot ({error}). Start the"
            " version that it was last used with, or a later one."
        ) from error
