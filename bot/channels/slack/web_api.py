"""Slack's Web API, as much of it as the bot uses, with Slack's own client."""

import asyncio
import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.blocks import Block, Message

# In seconds, for one request.
PATIENCE = 10
# How often a request is made again at once: where Slack says when, and where it fails.
TOLD_TO_WAIT, FAILED = 10, 2
# Slack says that it cannot be done, and not that it cannot be done now.
FINAL = {
    *("channel_not_found", "not_in_channel", "is_archived", "user_not_found"),
    *("cannot_dm_bot", "messages_tab_disabled", "restricted_action", "no_text"),
    *("restricted_action_read_only_channel", "restricted_action_thread_locked"),
    *("thread_not_found", "message_not_found", "invalid_blocks", "msg_too_long"),
    *("msg_blocks_too_long", "invalid_arguments", "not_enabled", "missing_scope"),
}
# An address to answer at ends after half an hour or five answers.
GONE = {403, 404, 410}

# Slack's own lines may hold what people wrote.
SILENT = logging.getLogger(f"{__name__}.silent")
SILENT.setLevel(logging.CRITICAL + 1)


class NotNow(Exception):
    """Slack could not be reached, or would not take it; it may take it later."""


class Never(Exception):
    """Slack will not take it, however often it is tried."""


class WebApi:
    """Posts messages; waits as long as Slack tells it to."""

    def __init__(self, address: str, token: str) -> None:
        # The bot's own user id, once Slack has told it.
        self.bot: str | None = None
        self.client = AsyncWebClient(
            token,
            # Slack's client puts the method's name straight behind it.
            base_url=address.rstrip("/") + "/",
            timeout=PATIENCE,
            retry_handlers=_handlers(),
            logger=SILENT,
        )

    async def open(self) -> None:
        """Keeps connections open from now on."""
        self.client.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=PATIENCE)
        )

    async def close(self) -> None:
        """Closes them."""
        if self.client.session is not None:
            await self.client.session.close()

    async def learn_bot(self) -> None:
        """Asks who the bot is.

        Raises:
            NotNow: Slack cannot be asked, or does not know the token.
            Never: the token does not allow it.
        """
        self.bot = str((await self._call("auth.test"))["user_id"])

    async def post(self, channel: str, thread: str, message: Message) -> None:
        """Posts a message in a channel, in a thread of it if one is named.

        Raises:
            NotNow: it can be tried again.
            Never: it cannot.
        """
        await self._call(
            "chat.postMessage",
            channel=channel,
            **({"thread_ts": thread} if thread else {}),
            text=message.text,
            blocks=message.blocks,
            # The text is what the source says, not what its asterisks may mean.
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def show_home(self, user: str, view: Block) -> None:
        """Shows somebody the home tab.

        Raises:
            NotNow: it can be tried again.
            Never: it cannot.
        """
        await self._call("views.publish", user_id=user, view=view)

    async def respond(
        self, address: str, message: Message, *, instead: bool = False
    ) -> None:
        """Answers what one person did, for their eyes alone.

        Args:
            address: The `response_url` of what they did.
            message: What is said.
            instead: Whether it replaces the message whose button they pressed.

        Raises:
            NotNow: it can be tried again.
            Never: it cannot.
        """
        webhook = AsyncWebhookClient(
            address,
            timeout=PATIENCE,
            session=self.client.session,
            retry_handlers=_handlers(),
            logger=SILENT,
        )
        content: dict[str, Any] = {"text": message.text, "blocks": message.blocks}
        content |= (
            {"replace_original": True}
            if instead
            else {"response_type": "ephemeral", "replace_original": False}
        )
        try:
            answer = await webhook.send_dict(content)
        except (aiohttp.ClientError, asyncio.TimeoutError, SlackApiError) as error:
            raise NotNow(type(error).__name__) from None
        if answer.status_code in GONE:
            raise Never(f"response_url: {answer.status_code}")
        if answer.status_code != 200:
            raise NotNow(f"response_url: {answer.status_code}")

    async def _call(self, method: str, **content: Any) -> Any:
        try:
            return await self.client.api_call(method, json=content)
        except SlackApiError as error:
            # `response` is a text where Slack's answer could not be read.
            said = error.response if isinstance(error.response, str) else None
            problem = said or str(error.response.get("error", error.response))
            if problem in FINAL:
                raise Never(f"{method}: {problem}") from None
            raise NotNow(f"{method}: {problem[:100]}") from None
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise NotNow(f"{method}: {type(error).__name__}") from None


def _handlers() -> list[AsyncRetryHandler]:
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=TOLD_TO_WAIT),
        AsyncConnectionErrorRetryHandler(max_retry_count=FAILED),
        AsyncServerErrorRetryHandler(max_retry_count=FAILED),
    ]
