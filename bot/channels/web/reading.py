"""Which sentences of the source are marked, and which were read already."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.exchange import Exchange

SPAN = re.compile(r"(\d{1,4})-(\d{1,4})")


@dataclass(frozen=True)
class Reading:
    """Numbers of sentences, counted from 1."""

    # Those that were quoted last, or that are to be shown.
    marked: frozenset[int] = frozenset()
    # All that were quoted.
    read: frozenset[int] = frozenset()


def reading_of(exchanges: Sequence[Exchange], wanted: str = "") -> Reading:
    """What somebody has read in these exchanges.

    Args:
        exchanges: Questions and answers, in order.
        wanted: The first and last sentence that are to be shown, as "24-25"; anything
            else shows those that were quoted last.
    """
    quoted = [_quoted(exchange) for exchange in exchanges]
    found = SPAN.fullmatch(wanted)
    span = range(int(found[1]), int(found[2]) + 1) if found else ()
    marked = frozenset(span) or (quoted[-1] if quoted else frozenset())
    return Reading(marked, frozenset().union(*quoted))


def _quoted(exchange: Exchange) -> frozenset[int]:
    spans = [q.sentences for reply in exchange.replies for q in reply.quotes]
    return frozenset(number for a, b in spans for number in range(a, b + 1))
