"""How the bot is served: `settings.yml`, and the environment over it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from pydantic import (
    AnyHttpUrl,
    BaseSettings,
    ConstrainedStr,
    Extra,
    NonNegativeInt,
    PositiveInt,
    SecretStr,
    ValidationError,
)

from bot.errors import BotError
from bot.yaml_file import read_yaml

PROJECT = Path(__file__).parents[1]
SETTINGS_FILE = PROJECT / "settings.yml"
PREFIX = "BOT_"
BEHIND = ("operator", "contact", "privacy_address", "original_address", "phone")


class SettingsError(BotError):
    """A setting is not as it should be; the message names it."""


class Words(ConstrainedStr):
    """A few words of the clinic's own, to be shown in a line."""

    strip_whitespace = True
    min_length = 1
    max_length = 120


class Colour(ConstrainedStr):
    """A colour as "#0b5e77"."""

    regex = re.compile(r"#[0-9a-fA-F]{6}")


class Settings(BaseSettings):
    """What settings.yml says, each explained there."""

    host: str = "127.0.0.1"
    port: PositiveInt = PositiveInt(5005)
    proxies: NonNegativeInt = NonNegativeInt(0)
    public_address: AnyHttpUrl | None = None
    hosts: tuple[str, ...] = ()
    operator: Words | None = None
    contact: Words | None = None
    phone: Words | None = None
    emergency_number: Words | None = None
    privacy_address: AnyHttpUrl | None = None
    original_address: AnyHttpUrl | None = None
    title: Words | None = None
    logo: Path | None = None
    main_colour: Colour | None = None
    ground_colour: Colour | None = None
    frame_sites: tuple[AnyHttpUrl, ...] = ()
    state_folder: Path = Path("state")
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    workers: PositiveInt = PositiveInt(1)
    json_logs: bool = False
    keep_days: PositiveInt = PositiveInt(30)
    longest_message: PositiveInt = PositiveInt(2_000)
    conversation_rate: PositiveInt = PositiveInt(30)
    address_rate: PositiveInt = PositiveInt(120)

    class Config:
        """Where settings come from, and what becomes of unknown ones."""

        env_prefix = PREFIX
        extra = Extra.forbid
        allow_mutation = False

        @classmethod
        def customise_sources(
            cls,
            init_settings: Callable[..., dict[str, Any]],
            env_settings: Callable[..., dict[str, Any]],
            file_secret_settings: Callable[..., dict[str, Any]],
        ) -> tuple[Callable[..., dict[str, Any]], ...]:
            """The environment overrides the file."""
            return env_settings, init_settings

    @property
    def is_secure(self) -> bool:
        """Whether people reach the bot over HTTPS."""
        return str(self.public_address or "").startswith("https:")

    @property
    def base(self) -> str:
        """The path that people find the bot below, e.g. "/ask"; mostly none."""
        address = self.public_address
        return str(address.path or "").rstrip("/") if address else ""

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What is not said of those who stand behind the bot."""
        return tuple(name for name in BEHIND if getattr(self, name) is None)

    @property
    def state(self) -> Path:
        """The folder for what outlives the server, from the project's folder on."""
        return PROJECT / self.state_folder


def load_settings(path: Path = SETTINGS_FILE) -> Settings:
    """Reads the settings.

    Raises:
        SettingsError: one of them is unknown or not of its kind.
    """
    try:
        content = read_yaml(path) or {}
        given = {key: value for key, value in content.items() if value is not None}
        return Settings(**given)
    except (OSError, yaml.YAMLError, AttributeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}).") from error
    except ValidationError as error:
        wrong = error.errors()[0]
        name = wrong["loc"][0]
        raise SettingsError(
            f"{path}, or {PREFIX}{str(name).upper()}: '{name}' is not right: "
            f"{wrong['msg']}."
        ) from error
