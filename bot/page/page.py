"""All that one text brings with it, loaded once and passed in."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.document import Passage, QuotableText, load_quotable_text
from bot.replies.wording import Wording, load_wording
from bot.settings import load_settings
from bot.understanding.conversations import Conversations, load_conversations
from bot.understanding.english import English, load_english
from bot.understanding.intent import Intent
from bot.understanding.other_languages import Cries, load_cries
from bot.understanding.phrases import Phrases, load_phrases
from bot.understanding.shorthand import Shorthand, load_shorthand
from bot.understanding.sign_loading import load_signs
from bot.understanding.signs import Signs
from bot.understanding.splitting import load_several
from bot.understanding.subject import Subject, load_subject

PROJECT = Path(__file__).parents[2]
DOCUMENT = Path("data/document/passages.yml")
UNDERSTANDING = Path("data/understanding")
# What training questions are read with: the model has to be trained again when one of
# these changes.
TRAINED_WITH = (
    *("shorthand.yml", "english.yml", "several.yml"),
    *("conversations.yml", "subject.yml"),
)


@dataclass(frozen=True)
class Page:
    """A text, what is said around it, and the words by which people speak of it."""

    quotable: QuotableText
    wording: Wording
    subject: Subject
    signs: Signs
    cries: tuple[Cries, ...]
    shorthand: Shorthand
    english: English
    # Messages that ask several things, with a bar where, in a sentence, one begins.
    several: tuple[str, ...]
    # Written conversations, each turn with what it means after those before it.
    conversations: Conversations
    # What makes a guarded sentence of the text no answer.
    unsafe: Phrases
    # Of all that training questions are read with, as a hexadecimal SHA-256.
    fingerprint: str

    @property
    def suggested(self) -> list[str]:
        """Questions to begin with, as readers would ask them."""
        names = self.quotable.suggested
        return [self.wording.text(f"say_question_{name}") for name in names]

    def passage_for(self, intent: Intent) -> Passage | None:
        """The passage that answers an intent, if one does."""
        return self.quotable.by_intent.get(intent)


@lru_cache(maxsize=4)
def load_page(project: Path = PROJECT) -> Page:
    """Reads the data of a project, and refuses what could not work.

    Raises:
        BotError: a file of it is not as it should be; the message names it.
    """
    words = project / UNDERSTANDING
    quotable = load_quotable_text(project / DOCUMENT)
    shorthand = load_shorthand(words / "shorthand.yml")
    digest = hashlib.sha256(quotable.source.sha256.encode())
    for name in TRAINED_WITH:
        digest.update((words / name).read_bytes())
    return Page(
        quotable,
        load_wording(
            project / "domain.yml",
            emergency_number=load_settings().emergency_number,
        ),
        load_subject(words / "subject.yml"),
        load_signs(words / "emergency.yml", shorthand),
        load_cries(words / "cries.yml"),
        shorthand,
        load_english(words / "english.yml"),
        load_several(words / "several.yml"),
        load_conversations(words / "conversations.yml"),
        load_phrases(words / "unsafe.yml"),
        digest.hexdigest(),
    )
