from pathlib import Path

import pytest
from itsdangerous import Signer

from bot.channels.sessions import SECRET_FILE, Sessions


def test_knows_its_own_ids_after_a_restart(tmp_path: Path) -> None:
    token = Sessions(tmp_path).new()
    conversation = Sessions(tmp_path).conversation(token)
    assert conversation and token.startswith(conversation)


def test_no_two_are_alike(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    assert len({sessions.new() for _ in range(100)}) == 100


@pytest.mark.parametrize("token", [None, "", "web-1", "web-1.x", "é.é", "a" * 5_000])
def test_knows_no_id_it_did_not_sign(tmp_path: Path, token: str | None) -> None:
    assert Sessions(tmp_path).conversation(token) is None


def test_an_id_of_another_server_is_unknown(tmp_path: Path) -> None:
    token = Sessions(tmp_path / "one").new()
    assert Sessions(tmp_path / "other").conversation(token) is None


def test_an_id_of_another_channel_is_none_of_the_pages(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    secret = (tmp_path / SECRET_FILE).read_bytes()
    token = Signer(secret, salt="conversation").sign("rest-anna").decode()
    assert sessions.conversation(token) is None
    own = Signer(secret, salt="conversation").sign("web-anna").decode()
    assert sessions.conversation(own) == "web-anna"


def test_the_secret_is_for_the_server_alone(tmp_path: Path) -> None:
    Sessions(tmp_path)
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
