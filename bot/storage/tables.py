"""The tables of the database, as the last version in `migrations` leaves them."""

import sqlalchemy as sa

METADATA = sa.MetaData()

# What a channel may call a conversation is as long as this at most.
LONGEST_NAME = 255
# In PostgreSQL compared by their bytes: names are looked for by how they begin.
_NAME = sa.String(LONGEST_NAME).with_variant(
    sa.String(LONGEST_NAME, collation="C"), "postgresql"
)
# SQLite counts up by itself in a column of this type only.
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# One row for each question that was answered, with the answer as it was given.
EXCHANGES = sa.Table(
    "exchanges",
    METADATA,
    # Goes up with time; a conversation is read back in this order.
    sa.Column("number", _NUMBER, primary_key=True),
    sa.Column("conversation", _NAME, nullable=False),
    sa.Column("question_id", _NAME, nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    # In seconds since 1970.
    sa.Column("time", sa.Float, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    # A list of replies, as JSON.
    sa.Column("replies", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation", "question_id"),
    sa.Index("exchanges_in_order", "conversation", "number"),
)

# What a conversation was about, and when it was heard of last: one row for each,
# replaced with every message.
DIALOGUES = sa.Table(
    "dialogues",
    METADATA,
    sa.Column("conversation", _NAME, primary_key=True),
    sa.Column("time", sa.Float, nullable=False, index=True),
    # Slots, and the events of the last turns, as JSON.
    sa.Column("state", sa.Text, nullable=False),
)

# One person's thumb for one answer, with the question it was given to.
RATINGS = sa.Table(
    "ratings",
    METADATA,
    sa.Column("conversation", _NAME, primary_key=True),
    # Who changes their mind has one rating all the same.
    sa.Column("question_id", _NAME, primary_key=True),
    sa.Column("time", sa.Float, nullable=False, index=True),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)

# What arrived in channels that deliver more than once; one row for each thing.
INBOX = sa.Table(
    "inbox",
    METADATA,
    sa.Column("key", _NAME, primary_key=True),
    sa.Column("conversation", _NAME, nullable=False, index=True),
    sa.Column("place", _NAME, nullable=False, index=True),
    sa.Column("time", sa.Float, nullable=False, index=True),
    # When others may take it over, where it is not answered.
    sa.Column("due", sa.Float, nullable=False),
    # What it was, as JSON, until it is answered.
    sa.Column("content", sa.Text),
)

# All that is kept of a conversation. The dialogue first: who adds to it waits for who
# deletes it.
OF_CONVERSATIONS = (DIALOGUES, EXCHANGES, RATINGS, INBOX)

# When the store was last looked at, to see that it keeps things: one row.
CHECKED = sa.Table(
    "checked",
    METADATA,
    sa.Column("time", sa.Float, primary_key=True, autoincrement=False),
)

# What servers that share no folder sign with.
SECRETS = sa.Table(
    "secrets",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
