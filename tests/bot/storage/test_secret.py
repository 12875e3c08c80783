from pathlib import Path

import pytest

from bot.storage.secret import SECRET_FILE, SecretError, new_secret, secret_in


def test_is_the_same_after_a_restart_and_another_elsewhere(tmp_path: Path) -> None:
    secret = secret_in(tmp_path / "one")
    assert secret_in(tmp_path / "one") == secret
    assert secret_in(tmp_path / "other") != secret
    assert new_secret() != new_secret()


def test_is_for_the_server_alone(tmp_path: Path) -> None:
    secret_in(tmp_path)
    assert (tmp_path / SECRET_FILE).stat().st_mode & 0o077 == 0


def test_one_that_is_damaged_is_named(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).write_bytes(b"short")
    with pytest.raises(SecretError, match="is damaged"):
        secret_in(tmp_path)
