"""The source, its passages and the answers made of them. Knows nothing of Rasa."""

from bot.document.answer import Answer, Outcome, Quote, QuoteError
from bot.document.errors import DocumentError
from bot.document.library import Gap, Library, Passage, Sentence
from bot.document.loading import load_library
from bot.document.source import Source

__all__ = [
    "Answer",
    "DocumentError",
    "Gap",
    "Library",
    "Outcome",
    "Passage",
    "Quote",
    "QuoteError",
    "Sentence",
    "Source",
    "load_library",
]
