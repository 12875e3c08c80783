"""One message and the replies to it, as the actions see them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.document import Outcome, Passage
from bot.page.page import Page, load_page
from bot.replies.composing import Composer
from bot.replies.plain_text import as_text
from bot.replies.reply import Kind, Line, Reply
from bot.understanding.dialogue_state import DialogueState
from bot.understanding.intent import AFRAID, Intent
from bot.understanding.intent import Kind as IntentKind
from bot.understanding.questions import Question

DIALOGUE_SLOT = "dialogue"
# The words before a quote, in turn.
LEADS = ("say_lead_1", "say_lead_2", "say_lead_3")
# The same, where what is quoted was quoted last.
SAME = ("say_same_1", "say_same_2")
# How likely it has to be that somebody is afraid, whatever they ask.
SOUNDS_AFRAID = 0.25


class Turn:
    """Says replies, and remembers what they were about."""

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        page: Page,
    ) -> None:
        self.page = page
        self._composer = Composer(page.quotable, page.wording)
        kept = DialogueState.from_slot(tracker.get_slot(DIALOGUE_SLOT))
        self.dialogue = kept.known_to(self.page.quotable)
        self._dispatcher = dispatcher
        self._message: dict[str, Any] = tracker.latest_message
        # Where the message came from: what is true of one channel is not of another.
        self.channel = str(tracker.get_latest_input_channel() or "")
        self._quoted: set[str] = set()
        # Whether several things are asked, and quoting all of it would be too much.
        self.in_short = False
        # Whether several things are asked: then each quote says what it is about.
        self.several = False
        # Whether this message looks for a permission that no text can give.
        self.seeks_permission = False

    @property
    def questions(self) -> list[Question]:
        """The questions that were found in the message."""
        return [Question.from_dict(q) for q in self._message.get("questions") or ()]

    @property
    def text(self) -> str:
        """The message as it was read."""
        return str(self._message.get("text") or "")

    @property
    def intent(self) -> Intent:
        """What the message is."""
        return Intent((self._message.get("intent") or {}).get("name"))

    @property
    def in_emergency(self) -> bool:
        """Whether somebody says something else while an emergency is not over."""
        return bool(self._message.get("in_emergency"))

    @property
    def sounds_afraid(self) -> bool:
        """Whether fear speaks out of the message, whatever it asks."""
        ranking = self._message.get("intent_ranking") or ()
        fear = (c["confidence"] for c in ranking if c["name"] == AFRAID)
        return next(fear, 0.0) >= SOUNDS_AFRAID

    @property
    def cry_language(self) -> str | None:
        """The language of a cry for help that is not in English."""
        return self._message.get("cry_language")

    @property
    def sentences_quoted(self) -> frozenset[str]:
        """The names of the sentences that were quoted in this turn."""
        return frozenset(self._quoted)

    def events(self) -> list[EventType]:
        """What Rasa has to remember."""
        # Until something is quoted the talk is still about that: "why not?"
        goes_on = self.dialogue.sought_permission and not self._quoted
        sought = self.seeks_permission or goes_on
        kept = replace(self.dialogue, sought_permission=sought)
        return [SlotSet(DIALOGUE_SLOT, kept.to_slot())]

    def quote(
        self,
        passage: Passage,
        *,
        lead: str | None = None,
        outcome: Outcome | None = None,
        before: str | None = None,
        after: str | None = None,
        offered: tuple[str, ...] = (),
        plainest: bool = False,
    ) -> None:
        """Quotes a passage, but for sentences that were quoted in this turn already.

        Args:
            passage: What is quoted.
            lead: The words that come before the quote; by default one of those that
                lead to any.
            outcome: What to call the answer, where it is no plain one.
            before: What is said before everything else.
            after: What is said after everything else.
            offered: The intents whose questions are offered instead.
            plainest: Whether only the plainest sentence of it is wanted.
        """
        quoted = frozenset(self._quoted)
        wanted = self.page.quotable.plainest(passage) if plainest else passage
        answer = self.page.quotable.answer(
            wanted, outcome=outcome, quoted=quoted, in_short=self.in_short
        )
        answered = wanted.in_short if self.in_short else wanted.sentences
        first = [Line(Kind.WORDS, before)] if before else []
        if answer.quotes:
            read = [] if self._quoted else self._composer.reading(self._corrections())
            self._say(
                self._composer.quoting(
                    answer,
                    *read,
                    *first,
                    lead=lead or self._lead(passage),
                    after=after,
                    choices=self._passages(offered),
                )
            )
        else:
            about = f"say_about_{passage.name}"
            self._say(self._composer.as_quoted_above(answer, *first, lead=about))
        self._quoted |= {sentence.name for sentence in answered}
        dialogue = self.dialogue.after_quoting(passage.name)
        self.dialogue = replace(dialogue, offered=offered)

    def in_turn(self, names: Sequence[str]) -> str:
        """The words that come after those said last, so that none come twice running.

        Args:
            names: The names of words that mean the same.
        """
        last = self.dialogue.said
        at = names.index(last) + 1 if last in names else 0
        name = names[at % len(names)]
        self.dialogue = replace(self.dialogue, said=name)
        return name

    def _lead(self, passage: Passage) -> str:
        """The words before a quote: not the same twice running."""
        if self.several:
            return f"say_about_{passage.name}"
        is_same = self._is_same(passage)
        if not is_same and self.page.wording.has(f"say_lead_{passage.name}"):
            return f"say_lead_{passage.name}"
        return self.in_turn(SAME if is_same else LEADS)

    def _is_same(self, passage: Passage) -> bool:
        """Whether all that is quoted now was quoted last."""
        last = self.dialogue.passage
        if last is None or self._quoted:
            return False
        return set(passage.sentences) <= set(self.page.quotable.passage(last).sentences)

    def decline(
        self,
        outcome: Outcome,
        words: str,
        *,
        offered: tuple[str, ...] = (),
        **values: str,
    ) -> None:
        """Says why there is no quote, and offers questions instead, if any.

        Args:
            outcome: What to call it.
            words: The name of what is said.
            offered: The intents whose questions are offered.
            values: What the words are filled in with.
        """
        said = self._composer.words(words, **values)
        self._say(self._composer.saying(outcome, said, self._passages(offered)))
        elsewhere = outcome is Outcome.OTHER_CONDITION
        self.dialogue = replace(
            self.dialogue,
            offered=offered,
            elsewhere=elsewhere or self.dialogue.elsewhere,
        )

    def tell(self, outcome: Outcome, texts: Sequence[str]) -> None:
        """Says several things in the bot's own words."""
        self._say(self._composer.telling(outcome, texts))

    def _say(self, reply: Reply) -> None:
        """Sends one message: its text, and the same reply as data."""
        self._dispatcher.utter_message(
            text=as_text(reply, self.page.wording),
            buttons=reply.buttons,
            json_message=reply.as_data(),
        )

    def _passages(self, intents: tuple[str, ...]) -> list[str]:
        return [self.page.quotable.by_intent[intent].name for intent in intents]

    def _corrections(self) -> list[tuple[str, str]]:
        """The misspelt words: each as it was typed, and as it was read."""
        made = self._message.get("corrections") or ()
        return [(one["typed"], one["read"]) for one in made]


# Abstract, or the action server would offer it as an action.
class ReplyingAction(Action, ABC):
    """An action that replies, and remembers what the reply was about."""

    def __init__(self, page: Page | None = None) -> None:
        """Takes the page to quote from; Rasa makes actions without one."""
        self._page = page or load_page()

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Replies, and returns what Rasa has to remember."""
        turn = Turn(dispatcher, tracker, self._page)
        if turn.in_emergency and turn.intent.kind is not IntentKind.EMERGENCY:
            turn.decline(Outcome.EMERGENCY, "say_still_emergency")
        self.reply(turn)
        return turn.events()

    @abstractmethod
    def reply(self, turn: Turn) -> None:
        """Says what the action has to say."""
