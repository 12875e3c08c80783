"""The trained bot, in this process: text in, replies out."""

from dataclasses import dataclass

from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints

from bot.channels.exchanges import Asker, Exchanges
from bot.components.with_context import gist
from bot.errors import BotError
from bot.page.page import Page, load_page
from bot.replies.reply import Reply
from bot.running.in_process import run_actions_in_process
from bot.running.straight_graph import think_quickly
from bot.running.thinking import think_aside
from bot.running.training import model_path
from bot.running.without_training import read_no_training_graph
from bot.storage.state import State

# What the terminal, and whoever measures, is called as a channel.
CHANNEL = "terminal"


class EngineError(BotError):
    """The model cannot be loaded; the message says what to do."""


@dataclass(frozen=True)
class Bot:
    """A loaded bot, to be asked in this process or served."""

    agent: Agent
    state: State
    page: Page

    async def ask(self, text: str, *, sender: str) -> tuple[Reply, ...]:
        """The replies to one message of somebody.

        Raises:
            Refused: something went wrong, and nothing came.
        """
        exchanges = Exchanges(
            self.state, self.agent.handle_message, wording=self.page.wording
        )
        exchange = await exchanges.ask(Asker(CHANNEL, sender), text)
        return exchange.replies


async def load_bot(state: State | None = None) -> Bot:
    """Loads the page, which verifies every quote, and the trained model.

    Args:
        state: Where conversations are kept; by default in memory.

    Raises:
        BotError: the page's files are not as they should be.
        EngineError: the model cannot be loaded.
    """
    page = load_page()
    state = state or State.in_memory()
    endpoints = AvailableEndpoints(
        action=run_actions_in_process(), tracker_store=state.dialogues
    )
    read_no_training_graph()
    agent = await load_agent(model_path=str(model_path()), endpoints=endpoints)
    if not agent.is_ready():
        raise EngineError(
            f"The model {model_path()} cannot be loaded. Delete it and run this again; "
            "it will be trained anew."
        )
    # Rasa wraps every store in one that falls back to memory without a word: answers
    # were acknowledged on a full disk, and gone with the process.
    agent.tracker_store = agent.processor.tracker_store = state.dialogues
    state.dialogues.keep_only(gist)
    think_quickly(agent.processor)
    think_aside(agent.processor)
    # Rasa says these itself; the page has them as they are to be said.
    agent.processor.nlg.responses.update(page.wording.responses)
    return Bot(agent, state, page)
