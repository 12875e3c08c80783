"""Keeps exchanges as the channels do."""

from bot.storage.exchange import Exchange
from bot.storage.state import State


async def keep(state: State, conversation: str, exchange: Exchange) -> None:
    async with state.turns.begun(conversation, None) as turn:
        await turn.keep(exchange)
