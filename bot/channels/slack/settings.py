"""What connects the bot to a Slack workspace: secrets, so only from the environment."""

from pydantic import AnyHttpUrl, BaseSettings, SecretStr, ValidationError, parse_obj_as

from bot.errors import BotError

PREFIX = "SLACK_"


class SlackSettingsError(BotError):
    """A variable is not as it should be; the message names it, not what is in it."""


class SlackSettings(BaseSettings):
    """The tokens of a Slack app, and where Slack is reached."""

    # What the bot posts with: "xoxb-…".
    bot_token: SecretStr | None = None
    # What proves that a request comes from Slack.
    signing_secret: SecretStr | None = None
    # What Socket Mode connects with: "xapp-…".
    app_token: SecretStr | None = None
    # Where the Web API is; another address is for tests.
    api_url: AnyHttpUrl = parse_obj_as(AnyHttpUrl, "https://slack.com/api/")

    class Config:
        """Where settings come from."""

        env_prefix = PREFIX
        allow_mutation = False

    @property
    def is_on(self) -> bool:
        """Whether the bot can hear Slack and answer."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """The variables that are still needed."""
        needed = []
        if not self.bot_token:
            needed.append("SLACK_BOT_TOKEN")
        if not self.signing_secret and not self.app_token:
            needed.append("SLACK_SIGNING_SECRET or SLACK_APP_TOKEN")
        return tuple(needed)


def load_slack_settings() -> SlackSettings:
    """Reads the environment.

    Raises:
        SlackSettingsError: a variable is not of its kind.
    """
    try:
        return SlackSettings()
    except ValidationError as error:
        wrong = error.errors()[0]
        name = f"{PREFIX}{wrong['loc'][0]}".upper()
        raise SlackSettingsError(f"{name} is not right: {wrong['msg']}.") from None
