"""The command line: `python -m bot.cli chat|serve|train|…`; `--help` lists them."""

# So that a Python that is too old reads this far, and can say so.
from __future__ import annotations

import argparse
import sys
from pathlib import Path

NEEDED = (3, 10)
MOST_PORTS = 65_535


def main(arguments: list[str] | None = None) -> int:
    """Parses the command line and runs the command."""
    options = _parser().parse_args(arguments)
    if sys.version_info[:2] != NEEDED:
        found = ".".join(map(str, sys.version_info[:2]))
        print(
            f"This needs Python 3.10, the last that Rasa runs on; this is {found}. "
            "'make chat' brings the right one.",
            file=sys.stderr,
        )
        return 2
    from bot.running.commands import run

    return run(options)


def _port(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= MOST_PORTS:
        raise argparse.ArgumentTypeError(
            f"{given} is no port: choose a number from 1 to {MOST_PORTS}"
        )
    return int(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("chat", help="talk in the terminal")
    commands.add_parser("train", help="train if anything changed")
    commands.add_parser("data", help="check the document and the warning signs")
    commands.add_parser("move", help="move what is kept into PostgreSQL")
    serve = commands.add_parser("serve", help="serve over HTTP")
    serve.add_argument("--host", help="address to listen at, not that in settings.yml")
    serve.add_argument("--port", type=_port, help="port to listen at, not that there")
    evaluate = commands.add_parser("evaluate", help="ask labelled questions")
    evaluate.add_argument("questions", type=Path, help="folder of .jsonl files")
    evaluate.add_argument("--url", help="a running bot; by default one is started")
    evaluate.add_argument("--report", type=Path, default=Path("reports"))
    evaluate.add_argument(
        "--beside", type=Path, help="another evaluation.json to compare with"
    )
    calibrate = commands.add_parser("calibrate", help="hold confidence against truth")
    calibrate.add_argument("--report", type=Path, default=Path("reports"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
