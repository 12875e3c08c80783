"""The tables as they were when versions began; a store from before gets a version.

Until then each start made the tables that were missing, and replaced those that Rasa
had kept (`earlier.py`). So any of them may be there.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.earlier import replace_events

revision = "0001"
down_revision = None

# In PostgreSQL compared by their bytes: names are looked for by how they begin.
NAME = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes what is missing, and replaces what is of before."""
    connection = op.get_bind()
    there = set(sa.inspect(connection).get_table_names())
    for name, make in TABLES.items():
        if name not in there:
            make()
    replace_events(connection)


def _exchanges() -> None:
    op.create_table(
        "exchanges",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("question_id", NAME, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("replies", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation", "question_id"),
    )
    op.create_index("exchanges_in_order", "exchanges", ["conversation", "number"])


def _dialogues() -> None:
    op.create_table(
        "dialogues",
        sa.Column("conversation", NAME, primary_key=True),
        sa.Column("time", sa.Float, nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
    )


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("conversation", NAME, primary_key=True),
        sa.Column("question_id", NAME, primary_key=True),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", NAME, primary_key=True),
        sa.Column("conversation", NAME, nullable=False, index=True),
        sa.Column("place", NAME, nullable=False, index=True),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("content", sa.Text),
    )


def _checked() -> None:
    time = sa.Column("time", sa.Float, primary_key=True, autoincrement=False)
    op.create_table("checked", time)


TABLES = {
    "exchanges": _exchanges,
    "dialogues": _dialogues,
    "ratings": _ratings,
    "inbox": _inbox,
    "checked": _checked,
}
