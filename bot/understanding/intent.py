"""What an intent is for the bot. No other module knows the names."""

from enum import Enum
from functools import cached_property


class Kind(Enum):
    """What follows from an intent."""

    # Asks for something that a passage of the text may answer.
    ASK = "ask"
    # Asks for something that the text does not cover.
    NOT_COVERED = "not covered"
    # Asks what somebody should do in their own case.
    PERSONAL = "personal"
    # Is about something else than the text.
    FOREIGN = "foreign"
    # Somebody may need help now.
    EMERGENCY = "emergency"
    # Takes up what was said before.
    FOLLOW_UP = "follow-up"
    # Everything else, which a rule replies to.
    TALK = "talk"

    # Each is there once; Enum's own, which is Python, is asked a thousand times a
    # message.
    __hash__ = object.__hash__


class Intent(str):
    """The name of an intent, as in domain.yml, that knows its kind."""

    # Asked of each intent many times a message, and never another.
    @cached_property
    def kind(self) -> Kind:
        """What follows from it."""
        known = _KINDS.get(self)
        by_prefix = (kind for prefix, kind in _PREFIXES if self.startswith(prefix))
        return known or next(by_prefix, Kind.TALK)

    @property
    def topic(self) -> str:
        """Its name without the beginning that tells its kind."""
        beginnings = (prefix for prefix, _ in _PREFIXES if self.startswith(prefix))
        return self.removeprefix(next(beginnings, ""))

    @property
    def words(self) -> str:
        """Its topic as words of English, for an encoder to read."""
        return self.topic.replace("_", " ")


# For questions about somebody's own case: what in the text is near, or that nothing is.
NEAR = "near"
NOTHING = "nothing"

EMERGENCY = Intent("emergency")
# One that the text does not speak of.
OTHER_EMERGENCY = Intent("other_emergency")
CRISIS = Intent("in_crisis")
# It was one, and is over; or it never was one.
EMERGENCY_OVER = Intent("emergency_over")
PAIN_PAST = Intent("chest_pain_past")
PERSONAL_ADVICE = Intent("personal_advice")
OTHER_CONDITION = Intent("other_condition")
OUT_OF_SCOPE = Intent("out_of_scope")
# In letters that are not read.
OTHER_LANGUAGE = Intent("other_language")
# Asks for the next thing, the reason, the place, the details, the same again.
MORE = Intent("follow_more")
WHY = Intent("follow_why")
WHERE = Intent("follow_where")
WHICH = Intent("follow_which")
REPEAT = Intent("follow_repeat")
# Does not believe it.
DOUBT = Intent("follow_doubt")
# Asks for fewer or plainer words.
SIMPLER = Intent("follow_simpler")
# Says something without asking anything; what comes next may lean on it.
TELLING = Intent("tell_about_self")
AFRAID = Intent("feel_afraid")
UNFINISHED = Intent("unfinished")
# Asks what a word means.
MEANING = Intent("ask_meaning")
CORRECTION = Intent("correction")
# Asks what the bot can do; wants to begin again.
BOT_HELP = Intent("bot_help")
START_OVER = Intent("start_over")
# Asks who runs it, how to have things deleted, and whom to call.
BOT_OPERATOR = Intent("bot_operator")
BOT_DELETE = Intent("bot_delete")
BOT_PHONE = Intent("bot_phone")
BOT_EMERGENCY_NUMBER = Intent("bot_emergency_number")
# Takes one of the questions that were offered, or a sentence of the text.
CHOICE = Intent("choose")
# Rasa's name for what was not understood.
UNCLEAR = Intent("nlu_fallback")

_KINDS = {
    EMERGENCY: Kind.EMERGENCY,
    OTHER_EMERGENCY: Kind.EMERGENCY,
    PERSONAL_ADVICE: Kind.PERSONAL,
    OTHER_CONDITION: Kind.FOREIGN,
    OUT_OF_SCOPE: Kind.FOREIGN,
    MEANING: Kind.FOLLOW_UP,
    CORRECTION: Kind.FOLLOW_UP,
}
_PARTS = frozenset({Kind.ASK, Kind.NOT_COVERED, Kind.PERSONAL})
_TALKED_OF = frozenset({MEANING, OTHER_CONDITION})
_PREFIXES = (
    ("ask_", Kind.ASK),
    ("not_covered_", Kind.NOT_COVERED),
    ("follow_", Kind.FOLLOW_UP),
)


def topic_of(intent: Intent, near: str | None) -> str | None:
    """What a training question is about, whoever's case it speaks of.

    Args:
        intent: Its intent.
        near: For somebody's own case, what the question says is near; None where nobody
            has said it yet.

    Returns:
        The name of an intent, or that nothing of the text is near; None where it is not
        known, or where it is about something else than our subject.
    """
    if intent == PERSONAL_ADVICE:
        return near
    return intent if intent.kind in {Kind.ASK, Kind.NOT_COVERED} else None


def is_about_bot(intent: Intent) -> bool:
    """Whether it asks about the bot itself: "do you keep what I type?"."""
    return intent.startswith("bot_")


def is_part(intent: Intent) -> bool:
    """Whether it can be a part of a longer message; a greeting in it needs no reply."""
    return intent.kind in _PARTS or intent in _TALKED_OF
