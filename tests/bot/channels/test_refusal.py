from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.refusal import REFUSED, Refused, turn_away, words_for
from bot.page.page import load_page
from bot.running.front_door import BUSY, TOO_LARGE, TOO_SLOW


def marked(refused: Refused | None) -> Any:
    """A request as the server hands it on."""
    return SimpleNamespace(transport=SimpleNamespace(scope={REFUSED: refused}))


@pytest.mark.parametrize("mark", [BUSY, TOO_LARGE, TOO_SLOW])
def test_what_the_server_marked_is_refused_with_its_reason(mark: Refused) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as raised:
            turn_away(marked(mark))
        assert (raised.value.reason, raised.value.status) == (mark.reason, mark.status)
        assert words_for(raised.value, load_page().wording)
    # A mark that is raised itself keeps every request that it refused in memory.
    assert mark.__traceback__ is None


@pytest.mark.parametrize("request_", [marked(None), SimpleNamespace(transport=None)])
def test_other_requests_pass(request_: Any) -> None:
    turn_away(request_)
