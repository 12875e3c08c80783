"""PostgreSQL: for any number of servers."""

import logging
import time

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from bot.storage.database import Database, in_short
from bot.storage.errors import StoreError
from bot.storage.migrating import bring_up_to_date

logger = logging.getLogger(__name__)

# Connections of one server; an answer needs one for a few milliseconds.
THREADS = 4
# In seconds, at the start: for a database that is being started too.
PATIENCE_AT_START = 30.0
PAUSE_AT_START = 1.0
# Whoever changes tables holds this; a number of this bot's own among advisory locks.
CHANGES_TABLES = 7_706_174
# A server that cannot be reached any more, or does not answer, is given up before
# those who wait are.
CONNECT = {
    "application_name": "page-bot",
    # In seconds.
    "connect_timeout": 2,
    "keepalives_idle": 10,
    # In milliseconds.
    "tcp_user_timeout": 3_000,
    "options": "-c statement_timeout=3000 -c lock_timeout=2000"
    " -c idle_in_transaction_session_timeout=10000",
}


class PostgresDatabase(Database):
    """A database that servers share."""

    @classmethod
    def at(cls, address: str) -> "PostgresDatabase":
        """The database at an address, brought up to date.

        Args:
            address: As in "postgresql://name:password@host/database".

        Raises:
            StoreError: it cannot be reached, or is of a later version.
        """
        try:
            engine = _engine(address)
            _wait_for(engine)
            with engine.begin() as connection:
                connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
                connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
                lock = sa.func.pg_advisory_xact_lock(CHANGES_TABLES)
                connection.execute(sa.select(lock))
                bring_up_to_date(connection)
        except ArgumentError as error:
            # Without what is in it: a password, for one.
            raise StoreError("BOT_DATABASE_URL is no address of a database.") from error
        except SQLAlchemyError as error:
            raise StoreError(
                f"The database cannot be used: {in_short(error)}. See that it runs,"
                " and that BOT_DATABASE_URL is right."
            ) from error
        return cls(engine, threads=THREADS)

    def _is_passing(self, error: OperationalError) -> bool:
        # Of what is no connection's fault (a full disk, say) a transaction knows more.
        return error.connection_invalidated or error.statement is None


def _engine(address: str) -> Engine:
    url = sa.engine.make_url(address)
    if url.drivername not in {"postgresql", "postgres"}:
        raise ArgumentError("It begins with postgresql://.")
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg2"),
        pool_size=THREADS,
        max_overflow=0,
        connect_args=CONNECT,
        hide_parameters=True,
    )


def _wait_for(engine: Engine) -> None:
    """Waits for a database that is being started.

    Raises:
        OperationalError: it is not there.
    """
    deadline = time.monotonic() + PATIENCE_AT_START
    while True:
        try:
            engine.connect().close()
            return
        except OperationalError as error:
            if time.monotonic() > deadline:
                raise
            logger.error("Waiting for the database: %s", in_short(error))
            time.sleep(PAUSE_AT_START)
