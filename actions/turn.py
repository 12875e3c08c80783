"""One message and the replies to it, as the actions see them."""

from abc import ABC, abstractmethod
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
from bot.understanding.intent import Intent
from bot.understanding.questions import Question

DIALOGUE_SLOT = "dialogue"


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
        self._quoted: set[str] = set()
        # Whether several things are asked, and quoting all of it would be too much.
        self.in_short = False
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
        offered: tuple[str, ...] = (),
    ) -> None:
        """Quotes a passage, but for sentences that were quoted in this turn already.

        Args:
            passage: What is quoted.
            lead: The words that come before the quote; by default the passage's.
            outcome: What to call the answer, where it is no plain one.
            before: What is said before everything else.
            offered: The intents whose questions are offered instead.
        """
        quoted = frozenset(self._quoted)
        answer = self.page.quotable.answer(
            passage, outcome=outcome, quoted=quoted, in_short=self.in_short
        )
        answered = passage.in_short if self.in_short else passage.sentences
        lead = lead or f"say_about_{passage.name}"
        first = [Line(Kind.WORDS, before)] if before else []
        if answer.quotes:
            read = [] if self._quoted else self._composer.reading(self._corrections())
            self._say(
                self._composer.quoting(
                    answer, *read, *first, lead=lead, choices=self._passages(offered)
                )
            )
        else:
            self._say(self._composer.as_quoted_above(answer, *first, lead=lead))
        self._quoted |= {sentence.name for sentence in answered}
        after = self.dialogue.after_quoting(passage.name)
        self.dialogue = replace(after, offered=offered)

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
        self.reply(turn)
        return turn.events()

    @abstractmethod
    def reply(self, turn: Turn) -> None:
        """Says what the action has to say."""
