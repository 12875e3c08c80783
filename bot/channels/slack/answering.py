"""Answers what arrived from Slack: each thing once, and none is lost."""

import asyncio
import logging
from collections.abc import Iterable

from bot.channels.exchanges import Asker, Exchanges
from bot.channels.notice import Notices
from bot.channels.refusal import Refused
from bot.channels.slack.arrival import Arrival, Deed
from bot.channels.slack.blocks import Blocks, Message
from bot.channels.slack.web_api import Never, NotNow, WebApi
from bot.page.page import Page
from bot.storage.errors import StoreError
from bot.storage.inbox import Letter
from bot.storage.process_memory import Locks
from bot.storage.state import State

logger = logging.getLogger(__name__)

CHANNEL = "slack"
# In seconds: how often it is looked for what nobody is at, and how long what is being
# answered is waited for when the server is told to stop.
ROUND = 15.0
LAST_ANSWERS = 2.0
# As many questions are thought about at a time; what arrives meanwhile is taken first.
AT_A_TIME = 2


class Answering:
    """Takes what arrived into the inbox, and answers it from there.

    What is acknowledged stands in the store, so that it outlives the server; it is
    answered again only where it is not known to have been answered.
    """

    def __init__(
        self,
        state: State,
        exchanges: Exchanges,
        web_api: WebApi,
        page: Page,
        blocks: Blocks,
    ) -> None:
        self._state = state
        self._exchanges = exchanges
        self._web_api = web_api
        self._page = page
        self._blocks = blocks
        self._notices = Notices(page)
        self._in_order = Locks()
        self._thinking = asyncio.Semaphore(AT_A_TIME)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def take(self, arrival: Arrival) -> None:
        """Keeps what arrived, and begins to answer it, unless that was done before.

        Raises:
            StoreError: it cannot be kept; Slack has to deliver it again.
        """
        inbox = self._state.inbox
        if arrival.unasked and not await inbox.has_from(arrival.place):
            return
        if await inbox.take(_letter(arrival)):
            self._begin(arrival)

    async def watch(self) -> None:
        """Answers what was left by a server that ended, until it is cancelled."""
        while True:
            try:
                await self._state.inbox.at_work(self._tasks)
                for letter in await self._state.inbox.overdue():
                    if letter.key not in self._tasks:
                        self._begin(Arrival.from_json(letter.content))
            except StoreError:
                logger.exception("Slack: the inbox cannot be read.")
            await asyncio.sleep(ROUND)

    async def finish(self) -> None:
        """Waits for what is being answered, and leaves the rest to who comes next."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=LAST_ANSWERS)
        left = dict(self._tasks)
        for task in left.values():
            task.cancel()
        await asyncio.gather(*left.values(), return_exceptions=True)
        try:
            await self._state.inbox.leave(left)
        except StoreError:
            logger.exception("Slack: what is not answered is left for a minute.")

    def _begin(self, arrival: Arrival) -> None:
        task = asyncio.create_task(self._work(arrival))
        self._tasks[arrival.key] = task
        task.add_done_callback(lambda _: self._tasks.pop(arrival.key, None))

    async def _work(self, arrival: Arrival) -> None:
        """Answers one thing; where that fails it stays in the inbox."""
        try:
            # One after the other, as they were asked.
            async with self._in_order.held(arrival.conversation):
                await self._do(arrival)
            await self._state.inbox.answered(arrival.key)
        except NotNow as problem:
            logger.error("Slack: an answer waits, it is tried again (%s).", problem)
        except Exception:
            logger.exception("Slack: an answer waits, it is tried again.")

    async def _do(self, arrival: Arrival) -> None:
        deeds = {
            Deed.ASK: self._ask,
            Deed.RATE: self._rate,
            Deed.FORGET: self._forget,
            Deed.VISIT: self._visit,
        }
        try:
            await deeds[arrival.deed](arrival)
        except Never as problem:
            logger.error("Slack does not take an answer (%s).", problem)

    async def _ask(self, arrival: Arrival) -> None:
        word = arrival.text.strip(" .!/").casefold()
        is_command = word == self._page.wording.text("slack_forget_word")
        if is_command and arrival.is_direct:
            await self._forget(arrival)
            return
        if not arrival.text:
            await self._say(arrival, [self._blocks.welcome(self._page.suggested)])
            return
        asker = Asker(CHANNEL, arrival.conversation, f"{arrival.team}-{arrival.user}")
        try:
            async with self._thinking:
                exchange = await self._exchanges.ask(asker, arrival.text, arrival.key)
        except Refused as refused:
            await self._say(arrival, await self._refusal(arrival.text, refused.reason))
        except StoreError:
            await self._say(arrival, await self._refusal(arrival.text, "broken"))
            raise
        else:
            said = self._blocks.exchange(exchange, retold=arrival.retold)
            await self._say(arrival, said)

    async def _refusal(self, text: str, reason: str) -> list[Message]:
        """Why there is no answer; to a cry for help, after the notice."""
        notice = await asyncio.to_thread(self._notices.notice_for, text)
        return [self._blocks.refusal(reason, notice)]

    async def _rate(self, arrival: Arrival) -> None:
        try:
            await self._exchanges.rate(
                arrival.conversation, arrival.text, helpful=arrival.helpful
            )
        except Refused:
            # Somebody else's, or one that is forgotten.
            await self._say_alone(arrival, self._blocks.words("slack_not_yours"))
            return
        shown = arrival.shown.get("blocks")
        if arrival.is_alone or not shown:
            await self._say_alone(arrival, self._blocks.words("slack_thanks"))
            return
        thanked = Message(arrival.shown.get("text", ""), self._blocks.thanked(shown))
        await self._say_alone(arrival, thanked, instead=True)

    async def _forget(self, arrival: Arrival) -> None:
        """Deletes what somebody said in direct messages, in every thread of them."""
        await self._exchanges.forget_all(arrival.direct_conversations)
        # It is gone with the rest, and may be delivered again.
        await self._state.inbox.take(_letter(arrival))
        await self._say(arrival, [self._blocks.words("slack_forgotten")])

    async def _visit(self, arrival: Arrival) -> None:
        home = self._blocks.home(self._page.suggested)
        await self._web_api.show_home(arrival.user, home)

    async def _say(self, arrival: Arrival, messages: Iterable[Message]) -> None:
        for message in messages:
            if arrival.is_alone:
                await self._say_alone(arrival, message)
            else:
                await self._web_api.post(arrival.channel, arrival.thread, message)

    async def _say_alone(
        self, arrival: Arrival, message: Message, *, instead: bool = False
    ) -> None:
        if arrival.response_url is None:
            raise Never("there is no response_url")
        await self._web_api.respond(arrival.response_url, message, instead=instead)


def _letter(arrival: Arrival) -> Letter:
    return Letter(arrival.key, arrival.conversation, arrival.place, arrival.as_json())
