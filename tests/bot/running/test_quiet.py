import os
import subprocess
import sys

ASK = """
from bot.running.quiet import be_quiet
be_quiet()
import rasa.telemetry
print(rasa.telemetry.is_telemetry_enabled())
"""


def test_nothing_is_reported_to_anybody() -> None:
    environment = {k: v for k, v in os.environ.items() if "TELEMETRY" not in k}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
