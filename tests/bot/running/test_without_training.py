"""What answers knows nothing of TensorFlow, until somebody asks for it."""

import subprocess
import sys
from pathlib import Path

ANSWER = """
import asyncio
import sys
from bot.running import commands
from bot.running.engine import load_bot

async def ask():
    (reply, *_) = await (await load_bot()).ask("is it dangerous?", sender="anna")
    return reply.outcome.value

print(asyncio.run(ask()))
print("tensorflow" in sys.modules, "matplotlib" in sys.modules)
from rasa.utils import train_utils
print(callable(train_utils.rank_and_mask))
print("tensorflow" in sys.modules)
"""


def test_what_training_needs_comes_when_it_is_used(trained: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ANSWER],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "answered",
        "False False",
        "True",
        "True",
    ]
