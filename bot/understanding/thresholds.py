"""How sure one has to be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """How sure one has to be of a reading, set where right and wrong answers part best.

    Chances between 0 and 1, but for `familiar`, a cosine. Each is explained, with what
    was measured, in docs/understanding.md.
    """

    # From this confidence on a question is answered ...
    answer: float = 0.4
    # ... from here to there too, with the next ones offered; below, only these are. One
    # that does not name the subject has to be likelier.
    guess: float = 0.25
    guess_unnamed: float = 0.5
    # A clause is a question of its own from this confidence on.
    clause: float = 0.35
    # The same for a clause that is not put as a question.
    statement: float = 0.7
    # One that is put as a question may be less likely, where it is so much of what is
    # left among the intents that can be a part ("why?" may follow up on anything).
    among_parts: float = 0.7
    # A message is surely about something else at this confidence: a clause of it then
    # has to name the condition to be answered.
    surely_foreign: float = 0.7
    # A question is about something else where that is so likely, whatever is likeliest;
    # one that names the subject, from a higher chance on.
    foreign: float = 0.2
    foreign_named: float = 0.5
    # One that does not name it unmistakably gets no quote where it is less like any
    # that was learned than this.
    familiar: float = 0.65
    # The same for a message beside what went before it.
    familiar_in_context: float = 0.6
    # A message that is so sure, and so like one that was learned, is not read in the
    # light of what went before.
    alone: float = 0.9
    alone_likeness: float = 0.88
    # From here on it is surely talk, also where something else may be meant in context.
    alone_talk: float = 0.8
    # How much the reading alone counts beside that in the light of what went before.
    alone_share: float = 0.35
    # It is about somebody's own case where that is so much of what is ours.
    own: float = 0.5
    # What is near to somebody's own case is quoted from here on.
    near: float = 0.7
