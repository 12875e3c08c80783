"""What Slack was told is answered: whatever Slack says, and however the server ends."""

import time

from tests.bot.channels.slack.block_kit import quotes_in
from tests.bot.channels.slack.conftest import TOKENS, Connected
from tests.bot.channels.slack.stand_in import message

SECRET_WORDS = "is it dangerous for somebody called Rumpelstiltskin"


def ask_many(here: Connected, count: int) -> None:
    for number in range(count):
        fields = {"user": f"U{number}", "channel": f"D{number}"}
        assert here.send.message("is it dangerous?", **fields)[0] == 200


def channels(here: Connected) -> list[str]:
    return sorted(said.content["channel"] for said in here.slack.said)


def test_answers_what_is_under_way_before_it_ends(alone: Connected) -> None:
    alone.bot.start()
    ask_many(alone, 20)
    alone.bot.stop()
    assert channels(alone) == sorted(f"D{number}" for number in range(20))


def test_answers_after_a_restart_what_slack_would_not_take(alone: Connected) -> None:
    alone.bot.start()
    # Longer than a server that is told to stop waits.
    alone.slack.next_answers = [(429, {"Retry-After": "60"})] * 3
    ask_many(alone, 3)
    deadline = time.monotonic() + 30
    while alone.slack.next_answers and time.monotonic() < deadline:
        time.sleep(0.05)
    alone.bot.stop()
    assert alone.slack.said == []
    alone.bot.start()
    alone.slack.posted(3)
    alone.slack.stays_at(3)
    assert channels(alone) == ["D0", "D1", "D2"]


def test_a_restarted_server_knows_what_was_answered(alone: Connected) -> None:
    alone.bot.start()
    event = message("is it dangerous?", "77.0")
    alone.send.event(event)
    alone.slack.posted(1)
    alone.bot.kill()
    alone.bot.start()
    alone.send.event(event, X_Slack_Retry_Num="1", X_Slack_Retry_Reason="http_timeout")
    alone.slack.stays_at(1)
    # What was said before is still known.
    alone.send.message("say that again")
    assert quotes_in(alone.slack.posted(2)[-1].blocks)


def test_no_log_holds_a_token_or_what_was_said(alone: Connected) -> None:
    alone.bot.start()
    alone.slack.next_answers = [(404, {}), (200, {})]
    alone.send.message(SECRET_WORDS)
    alone.send.command(SECRET_WORDS)
    alone.send.message(SECRET_WORDS, ts=None)
    alone.send.send(SECRET_WORDS.encode(), secret="not-the-secret")
    alone.send.form({"payload": f"{{{SECRET_WORDS}"})
    alone.send.interaction({"type": "something_new", "text": SECRET_WORDS})
    time.sleep(1)
    alone.bot.stop()
    assert alone.bot.process is not None
    assert alone.bot.process.stdout is not None
    log = alone.bot.process.stdout.read()
    assert "refused" in log
    for secret in ("Rumpelstiltskin", *TOKENS.values()):
        assert secret not in log
    assert "Traceback" not in log
