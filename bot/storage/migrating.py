"""Brings the tables up to date, with Alembic, a file in `migrations` for each."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import Connection

from bot.storage.errors import StoreError

MIGRATIONS = Path(__file__).with_name("migrations")


def bring_up_to_date(connection: Connection) -> None:
    """Makes the tables, or changes those of an earlier version.

    Args:
        connection: In a transaction, alone with the tables.

    Raises:
        StoreError: they are of a later version, or what is in them cannot be read.
    """
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
