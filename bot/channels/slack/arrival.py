"""What arrives from Slack, whatever it arrived as."""

import json
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

# What Slack calls a direct message; a person has one with the bot.
DIRECT = "im"
# Between the bot and one person, in any channel: only they see it.
ALONE = "alone"


class Deed(str, Enum):
    """What somebody wants."""

    ASK = "ask"
    RATE = "rate"
    FORGET = "forget"
    # Somebody looks at the home tab.
    VISIT = "visit"


@dataclass(frozen=True)
class Arrival:
    """One thing that somebody did, and where an answer to it belongs."""

    # The same however often, and as whatever, Slack delivers it.
    key: str
    deed: Deed
    team: str
    user: str
    # The channel's id; the person's own in direct messages that a button began.
    channel: str
    # The thread in it that is answered in; `ALONE` where only the asker may see it.
    thread: str = ""
    is_direct: bool = False
    # What is asked; of a rating, the id of the question.
    text: str = ""
    helpful: bool = False
    # Where an answer for one person's eyes goes.
    response_url: str | None = None
    # The message whose button was pressed, where others see it too.
    shown: dict[str, Any] = field(default_factory=dict)
    # Whether the question has to be told beside the answer: nobody else typed it there.
    retold: bool = False
    # A reply in a thread: the bot is meant only where it was asked in that thread.
    unasked: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether only the asker may see the answer."""
        return self.thread == ALONE

    @property
    def place(self) -> str:
        """Where it is said: a thread of a channel, or direct messages."""
        return f"{self.team}-{self._where}"

    @property
    def conversation(self) -> str:
        """The person there: with nobody else's words, nor theirs from elsewhere."""
        return f"{self._person}-{self._where}"

    @property
    def direct_conversations(self) -> str:
        """What the names of all their direct conversations begin with."""
        return f"{self._person}-{DIRECT}-"

    @property
    def _where(self) -> str:
        return f"{DIRECT if self.is_direct else self.channel}-{self.thread}"

    @property
    def _person(self) -> str:
        return f"slack-{self.team}-{self.user}"

    def as_json(self) -> str:
        """All of it, to be kept until it is answered."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, content: str) -> "Arrival":
        """It, as it was kept."""
        fields = json.loads(content)
        return cls(**{**fields, "deed": Deed(fields["deed"])})
