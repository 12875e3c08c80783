"""The bot's own words, kept under `wording` in domain.yml.

They stand beside Rasa's `responses`, not among them: Rasa takes every response for an
action of its own, while these are pieces that actions put around a quote.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.yaml_file import read_yaml

Responses = dict[str, list[dict[str, Any]]]

# The words for a number that is not known.
LOCAL_NUMBER = "say_local_emergency_number"


class Wording:
    """Texts by name, filled in."""

    def __init__(self, texts: dict[str, str], responses: Responses) -> None:
        self._texts = texts
        self.responses = responses

    def text(self, name: str, **values: str) -> str:
        """A text, with its places filled in.

        Raises:
            KeyError: there is no text of that name.
        """
        text = self._texts[name]
        # Not str.format: a value with braces in it has to come through as it is.
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text

    def has(self, name: str) -> bool:
        """Whether there is a text of that name."""
        return name in self._texts

    def response(self, name: str) -> dict[str, Any]:
        """One of Rasa's responses, as a message of the bot: its text, and its data.

        Raises:
            KeyError: there is no response of that name.
        """
        return self.responses[name][0]

    def listed(self, items: Iterable[str]) -> str:
        """Several things in a row: "a, b and c"."""
        *first, last = items
        if not first:
            return last
        return self.text("say_and", first=", ".join(first), last=last)


def load_wording(path: Path, *, emergency_number: str | None = None) -> Wording:
    """Reads the texts from the domain.

    Args:
        path: The domain's file.
        emergency_number: What stands in the place of "your local emergency number".
    """
    domain = read_yaml(path)
    texts, responses = domain["wording"], domain["responses"]
    if emergency_number:
        local = texts[LOCAL_NUMBER]
        texts = {name: t.replace(local, emergency_number) for name, t in texts.items()}
        responses = with_number(responses, local, emergency_number)
    return Wording(texts, responses)


def with_number(responses: Responses, local: str, number: str) -> Responses:
    """Rasa's responses with an emergency number in the place of words for it."""
    return {
        name: [{**one, "text": one["text"].replace(local, number)} for one in given]
        for name, given in responses.items()
    }
