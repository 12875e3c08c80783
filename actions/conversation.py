"""One message and its reply, as the actions see them."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.document import Answer, Library, Outcome, Passage, Quote, load_library
from bot.replies.pieces import Piece, PieceKind
from bot.replies.wording import load_wording
from bot.understanding.questions import Question
from bot.understanding.thread import Thread

THREAD_SLOT = "thread"


class Conversation:
    """Says answers, and remembers what they were about."""

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        library: Library | None = None,
    ) -> None:
        """Takes what Rasa hands to an action, and the library to quote from."""
        self.library = library or load_library()
        self.wording = load_wording()
        kept = Thread.from_slot(tracker.get_slot(THREAD_SLOT))
        self.thread = kept.known_to(self.library)
        self._dispatcher = dispatcher
        self._message: dict[str, Any] = tracker.latest_message
        self._told: set[str] = set()

    @property
    def questions(self) -> list[Question]:
        """The questions that were found in the message."""
        return [Question.from_dict(q) for q in self._message.get("questions") or ()]

    @property
    def text(self) -> str:
        """The message as it was read."""
        return str(self._message.get("text") or "")

    @property
    def intent(self) -> str:
        """What the message is."""
        return str((self._message.get("intent") or {}).get("name"))

    @property
    def cry_language(self) -> str | None:
        """The language of a cry for help that is not in English."""
        return self._message.get("cry_language")

    def events(self) -> list[EventType]:
        """What Rasa has to remember."""
        return [SlotSet(THREAD_SLOT, self.thread.to_slot())]

    def quote(
        self,
        passage: Passage,
        *,
        lead: str | None = None,
        outcome: Outcome | None = None,
        before: str | None = None,
    ) -> None:
        """Quotes a passage, but for sentences that this reply has quoted already.

        Args:
            passage: What is quoted.
            lead: The response that comes before the quote; by default the passage's.
            outcome: What to call the answer, where it is no plain one.
            before: The response that comes before everything else.
        """
        told = frozenset(self._told)
        answer = self.library.answer(passage, outcome=outcome, told=told)
        answer.verify()
        lead_in = self.wording.text(lead or f"say_about_{passage.name}")
        if answer.quotes:
            first = [self._words(before)] if before else []
            self._say([*first, *self._composed(lead_in, answer)], answer)
        else:
            self._say([self._words("say_as_quoted_above", about=lead_in)], answer)
        self._told |= {sentence.name for sentence in passage.sentences}
        self.thread = self.thread.after_quoting(passage.name)

    def decline(
        self,
        outcome: Outcome,
        response: str,
        *,
        offered: tuple[str, ...] = (),
        **values: str,
    ) -> None:
        """Says why there is no quote, and offers questions instead, if any."""
        answer = Answer(outcome, self.library.source)
        buttons = [self._button(intent) for intent in offered]
        self._say([self._words(response, **values)], answer, buttons)
        elsewhere = outcome is Outcome.OTHER_CONDITION
        self.thread = replace(
            self.thread, offered=offered, elsewhere=elsewhere or self.thread.elsewhere
        )

    def _say(
        self,
        pieces: list[Piece],
        answer: Answer,
        buttons: list[dict[str, str]] | None = None,
    ) -> None:
        """Sends one message: its text, and the same answer as data."""
        if answer.quotes:
            pieces = [*self._reading_note(), *pieces]
        data = answer.as_dict(sentence_count=len(self.library.sentences))
        data["pieces"] = [piece.as_dict() for piece in pieces]
        data["corrections"] = self._corrections()
        data["confidence"] = (self._message.get("intent") or {}).get("confidence", 1.0)
        self._dispatcher.utter_message(
            text="\n".join(piece.text for piece in pieces),
            buttons=buttons or [],
            json_message=data,
        )

    def _words(self, name: str, **values: str) -> Piece:
        return Piece(PieceKind.WORDS, self.wording.text(name, **values))

    def _composed(self, lead_in: str, answer: Answer) -> list[Piece]:
        source = answer.source
        pieces = [Piece(PieceKind.WORDS, lead_in)]
        pieces += [
            Piece(PieceKind.QUOTE, self.wording.text("say_quote", quote=quote.text))
            for quote in answer.quotes
        ]
        if answer.gap:
            missing = self.wording.text(f"say_gap_{answer.gap}")
            pieces.append(Piece(PieceKind.GAP, missing))
        place = self.wording.text(
            "say_source",
            publisher=source.publisher,
            date=f"{source.day:%B} {source.day.day}, {source.day.year}",
            place=self._place(answer.quotes),
        )
        return [*pieces, Piece(PieceKind.SOURCE, place)]

    def _place(self, quotes: tuple[Quote, ...]) -> str:
        spans = [quote.sentences for quote in quotes]
        numbers = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
        one = len(spans) == 1 and spans[0][0] == spans[0][1]
        return self.wording.text(
            "say_place_one" if one else "say_place_many",
            numbers=self.wording.listed(numbers),
            total=str(len(self.library.sentences)),
        )

    def _button(self, intent: str) -> dict[str, str]:
        passage = self.library.by_intent[intent]
        title = self.wording.text(f"say_question_{passage.name}")
        # The payload is what the reader would type: no command comes from a button.
        return {"title": title, "payload": title}

    def _corrections(self) -> list[dict[str, str]]:
        """The misread words that are words of the source: they decided the answer."""
        text = self.library.source.text.lower()
        corrections: list[dict[str, str]] = self._message.get("corrections") or []
        return [c for c in corrections if len(c["read"]) > 3 and c["read"] in text]

    def _reading_note(self) -> list[Piece]:
        if self._told:
            return []
        read = [
            self.wording.text("say_i_read", typed=c["typed"], read=c["read"])
            for c in self._corrections()
        ]
        if not read:
            return []
        listed = self.wording.listed(read)
        note = self.wording.text("say_reading", corrections=listed)
        return [Piece(PieceKind.READING, note)]


# Abstract, or the action server would offer it as an action.
class ConversationAction(Action, ABC):
    """An action that replies in a conversation and remembers what it was about."""

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Replies, and returns what Rasa has to remember."""
        conversation = Conversation(dispatcher, tracker)
        self.reply(conversation)
        return conversation.events()

    @abstractmethod
    def reply(self, conversation: Conversation) -> None:
        """Says what the action has to say."""
