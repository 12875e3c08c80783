import pytest
from itsdangerous import Signer

from bot.channels.sessions import Sessions, browser_of

SECRET = b"a secret of thirty-two characters"


def test_knows_its_own_ids_after_a_restart() -> None:
    token = Sessions(SECRET).new()
    conversation = Sessions(SECRET).conversation(token)
    assert conversation and token.startswith(conversation)


def test_no_two_are_alike() -> None:
    sessions = Sessions(SECRET)
    assert len({sessions.new() for _ in range(100)}) == 100


@pytest.mark.parametrize("token", [None, "", "web-1", "web-1.x", "é.é", "a" * 5_000])
def test_knows_no_id_it_did_not_sign(token: str | None) -> None:
    assert Sessions(SECRET).conversation(token) is None


def test_an_id_of_another_server_is_unknown() -> None:
    token = Sessions(b"another" * 5).new()
    assert Sessions(SECRET).conversation(token) is None


def test_an_id_of_another_channel_is_none_of_the_pages() -> None:
    signer = Signer(SECRET, salt="conversation")
    sessions = Sessions(SECRET)
    assert sessions.conversation(signer.sign("rest-anna").decode()) is None
    assert sessions.conversation(signer.sign("web-anna").decode()) == "web-anna"


def test_conversations_of_a_browser_begin_alike() -> None:
    sessions = Sessions(SECRET)
    first = sessions.conversation(sessions.new()) or ""
    second = sessions.conversation(sessions.another(first)) or ""
    third = sessions.conversation(sessions.another(second)) or ""
    assert len({first, second, third}) == 3
    assert {browser_of(one) for one in (first, second, third)} == {first}
