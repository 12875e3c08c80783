"""What of conversations is deleted, and which."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.tables import DIALOGUES, INBOX, OF_CONVERSATIONS, RATINGS

# As many conversations are deleted at a time: others want the database too.
AT_A_TIME = 100


def beginning_with(connection: Connection, beginning: str) -> list[str]:
    """The conversations whose names begin so."""
    names = (
        sa.select(t.c.conversation).where(
            t.c.conversation.startswith(beginning, autoescape=True)
        )
        for t in OF_CONVERSATIONS
    )
    return [str(name) for name in connection.execute(sa.union(*names)).scalars()]


def delete(connection: Connection, conversations: Collection[str]) -> int:
    """Deletes conversations, and says how many."""
    for table in OF_CONVERSATIONS:
        these = table.c.conversation.in_(conversations)
        connection.execute(table.delete().where(these))
    return len(conversations)


def delete_silent(connection: Connection, before: float) -> int:
    """Deletes some conversations in which nothing was said since then."""
    # Nothing can be said in them meanwhile: that writes to the row of the dialogue.
    silent = (
        sa.select(DIALOGUES.c.conversation)
        .where(DIALOGUES.c.time < before)
        .order_by(DIALOGUES.c.time)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
    )
    ways = (silent, *(_without_dialogue(table, before) for table in (RATINGS, INBOX)))
    found: list[str] = []
    for wanted in ways:
        found = found or list(connection.execute(wanted).scalars())
    return delete(connection, found) if found else 0


def _without_dialogue(table: sa.Table, before: float) -> sa.sql.Select:
    """What was rated, or arrived, in conversations of which nothing else is kept."""
    same = DIALOGUES.c.conversation == table.c.conversation
    old = sa.select(table.c.conversation).where(table.c.time < before)
    return old.where(~sa.exists().where(same)).distinct().limit(AT_A_TIME)
