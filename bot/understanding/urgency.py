"""Tells an emergency at hand from talk about one.

High recall by design: an emergency missed is worse than a notice given in vain. Some
words are enough by themselves. Beyond them the classifier decides where it is sure;
where it is not, a warning sign in the words does, unless they place it in the past,
speak in general, or deny it.
"""

import re

from bot.understanding.intent import EMERGENCY, OTHER_EMERGENCY
from bot.understanding.intent_model import Ranking
from bot.understanding.signs import Findings, Signs

EMERGENCIES = frozenset({EMERGENCY, OTHER_EMERGENCY})
# So much of the chance that it is an emergency has to be of one that the text does not
# speak of.
ELSEWHERE = 0.75
# Sentences of one message that are looked at; a longer message repeats itself.
MOST_ALARMS = 12
LONGEST_ALARM = 300
# In characters, at either end of a long message: more takes long to spell.
LONGEST_READ = 10_000


def are_urgent(signs: Signs, text: str, ranking: Ranking) -> bool:
    """Whether somebody needs help now."""
    found = signs.find(text)
    return found.is_cry or urgency(ranking) >= _least(signs, found)


def urgency(ranking: Ranking) -> float:
    """How likely it is that something is an emergency, of whatever kind."""
    return sum(c.confidence for c in ranking if c.intent in EMERGENCIES)


def is_elsewhere(ranking: Ranking) -> bool:
    """Whether an emergency is surely one that the text does not speak of.

    In doubt the text's own advice is given: it does no harm to somebody else.
    """
    other = sum(c.confidence for c in ranking if c.intent == OTHER_EMERGENCY)
    return other > 0 and other >= ELSEWHERE * urgency(ranking)


def alarms(text: str, signs: Signs) -> list[str]:
    """The sentences of a message, however long, that name a warning sign.

    Signs that are misspelt are read, and stand in the sentences as they were read.
    Those that speak of the past or in general come last; they do not use up the
    places of the others.
    """
    found = [(signs.find(piece), piece) for piece in _pieces(text, signs)]
    named = [(one.may_be_cry, piece) for one, piece in found if one.sign]
    loudest = sorted(named, key=lambda one: not one[0])
    return [piece for _, piece in loudest][:MOST_ALARMS]


def cries_for_help(text: str, signs: Signs) -> bool:
    """Whether a message that nobody is going to look at closely is a cry for help."""
    return any(signs.find(piece).may_be_cry for piece in _pieces(text, signs))


def _pieces(text: str, signs: Signs) -> list[str]:
    """The sentences of a text, each once, cut where they are very long."""
    sentences = re.split(r"(?<=[.!?;\n])\s+", _read(text, signs))
    pieces = (
        sentence[at : at + LONGEST_ALARM]
        for sentence in sentences
        for at in range(0, max(len(sentence), 1), LONGEST_ALARM)
    )
    return list(dict.fromkeys(pieces))


def _read(text: str, signs: Signs) -> str:
    """The text with misspelt signs read, but in the middle of a very long one."""
    if len(text) <= 2 * LONGEST_READ:
        return signs.read(text)
    middle = text[LONGEST_READ:-LONGEST_READ]
    ends = map(signs.read, (text[:LONGEST_READ], text[-LONGEST_READ:]))
    return middle.join(ends)


def _least(signs: Signs, found: Findings) -> float:
    """How sure the classifier has to be, for these words."""
    if found.mild:
        return signs.when_mild
    if found.sign:
        return signs.calmed if found.calm else signs.with_sign
    return signs.sure
