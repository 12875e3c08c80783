"""The trained bot, in this process: text in, replies out."""

from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints

from bot.channels.answering import answered
from bot.channels.gate import storable
from bot.channels.output import ReplyCollector
from bot.document import load_library
from bot.errors import BotError
from bot.replies.reply import Reply
from bot.running.in_process import run_actions_in_process
from bot.running.training import model_path


class EngineError(BotError):
    """The model cannot be loaded; the message says what to do."""


async def load_bot(store: TrackerStore | None = None) -> Agent:
    """Loads the document, which verifies every quote, and the trained model.

    Args:
        store: Where conversations are kept; by default in memory.

    Raises:
        DocumentError: the document's files are not as they should be.
        EngineError: the model cannot be loaded.
    """
    load_library()
    endpoints = AvailableEndpoints(action=run_actions_in_process(), tracker_store=store)
    agent = await load_agent(model_path=str(model_path()), endpoints=endpoints)
    if not agent.is_ready():
        raise EngineError(
            f"The model {model_path()} cannot be loaded. Delete it and run this again; "
            "it will be trained anew."
        )
    return agent


async def ask(agent: Agent, text: str, *, sender: str) -> list[Reply]:
    """The bot's replies to one message.

    Raises:
        Refused: something went wrong, and nothing came.
    """
    collector = ReplyCollector()
    message = UserMessage(storable(text), collector, sender)
    await answered(agent.handle_message, message, collector)
    return collector.replies
