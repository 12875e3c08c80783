"""The source, its passages and the answers made of them. Knows nothing of Rasa."""

from bot.document.answer import Answer, Outcome, Quote, QuoteError
from bot.document.errors import DocumentError
from bot.document.loading import load_quotable_text
from bot.document.quotable_text import Gap, Passage, QuotableText, Sentence
from bot.document.source import Source

__all__ = [
    "Answer",
    "DocumentError",
    "Gap",
    "Outcome",
    "Passage",
    "QuotableText",
    "Quote",
    "QuoteError",
    "Sentence",
    "Source",
    "load_quotable_text",
]
