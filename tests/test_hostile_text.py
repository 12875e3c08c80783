"""Whatever is typed, an answer takes about as long as to a plain question.

The times are ratios, of the best of a few runs: machines differ, and are busy.
"""

import random
import string
import time
from collections.abc import Callable

import pytest

from bot.channels.notice import Notices
from bot.page.page import load_page
from tests.conftest import Say

# The longest message that is let in, and the largest body that is looked at.
LONGEST, LARGEST = 2_000, 200_000
# A plain question takes some 7 ms. When it took 12, ten times as long was the most: no
# text may take longer now than then.
MOST, MOST_REFUSED = 16, 50


def words(of: int) -> Callable[[int], str]:
    """As many words that nobody knows as fit, all different."""
    drawn = random.Random(0)

    def make(length: int) -> str:
        letters = string.ascii_lowercase
        number = length // (of + 1) + 1
        return " ".join("".join(drawn.choices(letters, k=of)) for _ in range(number))

    return make


def again(piece: str) -> Callable[[int], str]:
    return lambda length: piece * (length // len(piece) + 1)


HOSTILE = {
    "short words that nobody knows": words(3),
    "long words that nobody knows": words(9),
    "marks over one letter": again("\u0301"),
    "marks over every letter": again("e\u0301\u0302 "),
    "a sign that is a whole phrase": again("\ufdfa"),
    "questions": again("why? "),
    "questions without an end": again("is it dangerous and "),
    "a list": again("a, "),
    "lines": again("a\n"),
    "one word": again("w"),
    "slips": again("mitrall prolaps valv "),
    "nothing that can be seen": again("\u200b"),
    "warning signs": again("chest hurts "),
    "numbers": again("1 "),
    "pictures": again("😭"),
    "borrowed letters": again("хеlр mу сhеst "),
    "marks": again("?!.,;:"),
    "short forms": again("don't "),
}


def best(times: int, what: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds."""
    measured = []
    for _ in range(times):
        begun = time.perf_counter()
        what()
        measured.append(time.perf_counter() - begun)
    return min(measured)


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_holds_the_others_up(say: Say, kind: str) -> None:
    plain = best(10, lambda: say("is it dangerous?"))
    text = HOSTILE[kind](LONGEST)[:LONGEST]
    assert best(3, lambda: say(text)) <= MOST * plain


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_refused_is_looked_through_quickly(say: Say, kind: str) -> None:
    notices = Notices(load_page())
    plain = best(10, lambda: say("is it dangerous?"))
    text = HOSTILE[kind](LARGEST)[:LARGEST]
    assert best(2, lambda: notices.notice_for(text)) <= MOST_REFUSED * plain
