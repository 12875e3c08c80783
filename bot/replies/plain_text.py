"""A reply as plain text, for channels that show nothing else."""

from bot.document import Quote
from bot.replies.reply import Part, Reply
from bot.replies.wording import Wording


def as_text(reply: Reply, wording: Wording) -> str:
    """The reply line by line; quotes stand in quotation marks."""
    return "\n".join(line_of(part, wording) for part in reply.parts)


def line_of(part: Part, wording: Wording) -> str:
    """One part of a reply as a line of text."""
    if isinstance(part, Quote):
        return wording.text("say_quote", quote=part.text)
    return part.text
