"""What there is to say about the service itself, out of its settings."""

from dataclasses import dataclass

from bot.replies.wording import Wording
from bot.settings import BEHIND, Settings

# The settings that sentences are filled in with.
TOLD = (*BEHIND, "emergency_number")


@dataclass(frozen=True)
class Service:
    """Who runs the bot, what it keeps, and how to reach somebody; in plain words."""

    settings: Settings
    wording: Wording

    def who(self) -> list[str]:
        """Who runs it, how to reach them, and where the text is from."""
        return [
            self._told("operator") or self.wording.text("say_operator_unknown"),
            *filter(None, map(self._told, ("contact", "phone", "original_address"))),
        ]

    def kept(self, channel: str) -> list[str]:
        """What is kept of what people write in a channel, and for how long."""
        return [
            self._in_channel("say_kept", channel),
            self.wording.text("say_no_secrets"),
            *filter(None, [self._told("privacy_address")]),
        ]

    def deleting(self, channel: str) -> list[str]:
        """How people have deleted what they wrote in a channel."""
        return [self._in_channel("say_delete", channel), *self._whom_to_ask()]

    def calling(self) -> list[str]:
        """What number to call with questions."""
        known = self._told("phone")
        return [known] if known else [self.wording.text("say_phone_unknown")]

    def emergency_number(self) -> list[str]:
        """What number to call for help."""
        known = self._told("emergency_number")
        return [known] if known else [self.wording.text("say_emergency_number_unknown")]

    def behind(self, channel: str) -> list[str]:
        """All that is worth knowing before one asks, but for what is a link."""
        told = [self._told("operator"), self._told("contact"), self._told("phone")]
        kept = [
            self._in_channel("say_kept", channel),
            self.wording.text("say_no_secrets"),
        ]
        return [*filter(None, told), *kept]

    def on_paper(self) -> list[str]:
        """Whose paper it is, and whom to call; nothing where that is not set."""
        settings = self.settings
        named = [settings.title, settings.operator, settings.contact, settings.phone]
        return [str(one) for one in named if one]

    def in_a_line(self) -> str:
        """Who runs it and how long things are kept."""
        name = "page_about_line" if self.settings.operator else "page_about_line_short"
        return self._text(name)

    def _whom_to_ask(self) -> list[str]:
        known = self._told("contact")
        return [known] if known else []

    def _told(self, name: str) -> str | None:
        """The sentence about a setting, where it is set."""
        if getattr(self.settings, name) is None:
            return None
        return self._text(f"say_{name}")

    def _in_channel(self, name: str, channel: str) -> str:
        """The words for a channel, where it has some of its own."""
        own = f"{name}_{channel}"
        return self._text(own if self.wording.has(own) else name)

    def _text(self, name: str) -> str:
        values = {key: str(getattr(self.settings, key)) for key in TOLD}
        return self.wording.text(name, days=str(self.settings.keep_days), **values)
