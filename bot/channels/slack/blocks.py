"""Replies as Slack shows them: docs.slack.dev, "Block Kit".

Quotes stand in rich text, whose characters are taken as they are: no asterisk in one
becomes bold, and none has to be escaped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from slack_sdk.models.blocks import ConfirmObject, PlainTextObject

from bot.channels.slack.payloads import CHOICE, FORGET, HELPED, NOT_HELPED
from bot.document import Outcome, Quote
from bot.replies.plain_text import as_text
from bot.replies.reply import Kind, Line, Part, Reply
from bot.replies.wording import Wording
from bot.storage.exchange import Exchange

Block = dict[str, Any]

# Slack's own limits: of blocks in a message, of buttons in a block, of characters.
MOST_BLOCKS = 50
MOST_BUTTONS = 25
LONGEST_BUTTON = 75
LONGEST_VALUE = 2_000
LONGEST_HEADER = 150
LONGEST_SMALL = 1_000
# What is shown where there are no blocks: in notifications.
LONGEST_TEXT = 4_000
# Beside what is answered, small: what was read, and where the quotes are from.
SMALL = {Kind.READING, Kind.ORIGIN}
# Nobody is asked whether these helped.
UNRATED = {Outcome.EMERGENCY, Outcome.SMALL_TALK}


@dataclass(frozen=True)
class Message:
    """A message of the bot's: its blocks, and its text for where there are none."""

    text: str
    blocks: list[Block]


class Blocks:
    """Puts replies into Slack's blocks."""

    def __init__(self, wording: Wording, text_address: str | None = None) -> None:
        """Takes the words, and where the source's text can be read, if anywhere."""
        self._wording = wording
        self._text_address = text_address

    def exchange(self, exchange: Exchange, *, retold: bool = False) -> list[Message]:
        """What was answered, in as few messages as it fits into.

        Args:
            exchange: The question and its replies.
            retold: Whether the question is to be told too.
        """
        parts = [self.reply(reply) for reply in exchange.replies]
        if retold:
            asked = self._wording.text("slack_asked", question=exchange.question)
            parts[0] = [_small(asked), *parts[0]]
        if any(reply.outcome not in UNRATED for reply in exchange.replies):
            parts[-1] = [*parts[-1], self._thumbs(exchange.id)]
        texts = [as_text(reply, self._wording) for reply in exchange.replies]
        return list(_messages(parts, texts))

    def reply(self, reply: Reply) -> list[Block]:
        """One reply."""
        urgent = reply.outcome is Outcome.EMERGENCY
        blocks = [self._header("slack_emergency")] if urgent else []
        for is_small, parts in groupby(reply.parts, _is_small):
            if is_small:
                blocks += [_small(part.text) for part in parts]
            else:
                blocks.append(_rich_text(list(parts), bold=urgent))
        if reply.quotes and self._text_address:
            blocks.append(self._link(reply.quotes[0]))
        return blocks + self._choices(reply.choices)

    def refusal(self, reason: str, notice: Reply | None) -> Message:
        """Why there is no answer, after the notice if it was a cry for help."""
        why = self.words(f"slack_problem_{reason}")
        if notice is None:
            return why
        said = [_escaped(as_text(notice, self._wording)), why.text]
        return Message("\n".join(said), self.reply(notice) + why.blocks)

    def words(self, *names: str) -> Message:
        """Words of the bot's own, by their names."""
        return self.said(*(self._wording.text(name) for name in names))

    def said(self, *words: str) -> Message:
        """Words of the bot's own."""
        parts = [Line(Kind.WORDS, text) for text in words]
        return Message(_escaped("\n".join(words)), [_rich_text(parts)])

    def welcome(self, suggested: Sequence[str]) -> Message:
        """What it can do, and questions to tap, for those who asked nothing."""
        what = self.words("slack_home_what")
        return Message(what.text, what.blocks + self._choices(suggested))

    def home(self, suggested: Sequence[str]) -> Block:
        """The home tab: what it can do, and questions to tap."""
        forget = _button(FORGET, self._wording.text("slack_home_forget"), FORGET)
        forget["confirm"] = ConfirmObject(
            title=self._wording.text("slack_home_forget"),
            text=PlainTextObject(text=self._wording.text("slack_home_forget_what")),
            confirm=self._wording.text("slack_home_forget_yes"),
            deny=self._wording.text("slack_home_forget_no"),
        ).to_dict()
        return {
            "type": "home",
            "blocks": [
                self._header("slack_home_title"),
                *self.words("slack_home_what", "slack_home_how").blocks,
                *self._choices(suggested),
                {"type": "divider"},
                *self.words("slack_home_private").blocks,
                {"type": "actions", "elements": [forget]},
            ],
        }

    def thanked(self, blocks: Sequence[Block]) -> list[Block]:
        """A message's blocks, with thanks in the place of its thumbs."""
        thanks = _small(self._wording.text("slack_thanks"))
        return [thanks if _holds_thumbs(block) else block for block in blocks]

    def _header(self, name: str) -> Block:
        text = _cut(self._wording.text(name), LONGEST_HEADER)
        return {"type": "header", "text": _plain(text)}

    def _link(self, quote: Quote) -> Block:
        address = f"{self._text_address}#sentence-{quote.sentences[0]}"
        label = self._wording.text("slack_show")
        return {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": f"<{address}|{_escaped(label)}>"}],
        }

    def _choices(self, choices: Sequence[str]) -> list[Block]:
        buttons = [
            _button(f"{CHOICE}_{number}", choice, choice)
            for number, choice in enumerate(choices)
        ]
        return [
            {"type": "actions", "elements": buttons[at : at + MOST_BUTTONS]}
            for at in range(0, len(buttons), MOST_BUTTONS)
        ]

    def _thumbs(self, question_id: str) -> Block:
        names = {HELPED: "slack_helped", NOT_HELPED: "slack_not_helped"}
        buttons = [
            _button(action, self._wording.text(name), question_id)
            for action, name in names.items()
        ]
        return {"type": "actions", "elements": buttons}


def _is_small(part: Part) -> bool:
    return isinstance(part, Line) and part.kind in SMALL


def _holds_thumbs(block: Block) -> bool:
    ids = [str(element.get("action_id")) for element in block.get("elements", ())]
    return any(one.startswith((HELPED, NOT_HELPED)) for one in ids)


def _rich_text(parts: Sequence[Part], *, bold: bool = False) -> Block:
    """Words and quotes, each quote set as one."""
    elements = []
    for is_quote, group in groupby(parts, lambda part: isinstance(part, Quote)):
        texts = [part.text for part in group]
        if is_quote:
            elements += [_piece("rich_text_quote", text, bold) for text in texts]
        else:
            elements.append(_piece("rich_text_section", "\n".join(texts), bold))
    return {"type": "rich_text", "elements": elements}


def _piece(kind: str, text: str, bold: bool) -> Block:
    style = {"style": {"bold": True}} if bold else {}
    return {"type": kind, "elements": [{"type": "text", "text": text, **style}]}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [_plain(_cut(text, LONGEST_SMALL))]}


def _button(action_id: str, label: str, value: str) -> Block:
    return {
        "type": "button",
        "action_id": action_id,
        "text": _plain(_cut(label, LONGEST_BUTTON)),
        "value": value[:LONGEST_VALUE],
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _escaped(text: str) -> str:
    """A text whose characters are not to be taken for Slack's own marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _messages(parts: Iterable[list[Block]], texts: Iterable[str]) -> Iterable[Message]:
    """The parts in order, each message with as many whole ones as it can hold."""
    blocks: list[Block] = []
    said: list[str] = []
    for part, text in zip(parts, texts, strict=True):
        # One more: the line between two parts.
        if blocks and len(blocks) + len(part) + 1 > MOST_BLOCKS:
            yield _message(said, blocks)
            blocks, said = [], []
        blocks += [{"type": "divider"}] * bool(blocks) + part
        said.append(text)
    yield _message(said, blocks)


def _message(said: Sequence[str], blocks: list[Block]) -> Message:
    return Message(_escaped(_cut("\n".join(said), LONGEST_TEXT)), blocks)
