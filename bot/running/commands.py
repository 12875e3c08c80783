"""What the commands do; every problem ends in one clear line."""

import argparse

from bot.running.quiet import be_quiet
from bot.running.without_training import import_training_later

be_quiet()
import_training_later()

from rich.console import Console  # noqa: E402

from bot.errors import BotError  # noqa: E402
from bot.page.page import load_page  # noqa: E402
from bot.running import training  # noqa: E402
from bot.running.completeness import check_data  # noqa: E402
from bot.running.plain_output import print_plainly  # noqa: E402

INTERRUPTED = 130
NEED_A_MODEL = {"chat", "serve", "train", "evaluate"}


def run(options: argparse.Namespace) -> int:
    """Runs a command and returns the process's exit code."""
    print_plainly()
    # Progress and problems go elsewhere than answers, so that these can be piped on.
    aside = Console(stderr=True, highlight=False)
    commands = {
        "chat": _chat,
        "serve": _serve,
        "move": _move,
        "evaluate": _evaluate,
        "calibrate": _calibrate,
    }
    try:
        # Faulty data is reported at once, not after a minute.
        load_page()
        if options.command == "data":
            check_data()
        if options.command in NEED_A_MODEL and not getattr(options, "url", None):
            _train_if_needed(aside)
        if options.command in commands:
            commands[options.command](Console(highlight=False), aside, options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BotError as error:
        aside.print(str(error), markup=False, soft_wrap=True)
        return 2
    return 0


def _train_if_needed(aside: Console) -> None:
    if training.is_up_to_date():
        return
    # Only here: what the model is made of has changed.
    check_data()
    if not aside.is_terminal:
        aside.print("Training the model, about a minute …")
    with aside.status("Training the model, about a minute …"):
        training.train()


# What a command needs is imported when it runs: Rasa takes seconds to import.
def _chat(console: Console, aside: Console, options: argparse.Namespace) -> None:
    from bot.running.terminal import talk

    talk(console)


def _serve(console: Console, aside: Console, options: argparse.Namespace) -> None:
    from bot.running.serving import serve
    from bot.settings import load_settings

    settings = load_settings()
    host, port = options.host or settings.host, options.port or settings.port
    serve(console, settings, host=host, port=port)


def _move(console: Console, aside: Console, options: argparse.Namespace) -> None:
    from bot.settings import SettingsError, load_settings
    from bot.storage.moving import move

    settings = load_settings()
    if not settings.database_url:
        raise SettingsError("Say where to: BOT_DATABASE_URL=postgresql://… make move")
    moved = move(settings.state, settings.database_url.get_secret_value())
    rows = ", ".join(f"{count} {name}" for name, count in moved.items())
    console.print(
        f"Moved: {rows}. {settings.state} is as it was; delete it when all is well:"
        " what is forgotten from now on is not forgotten there."
    )


def _evaluate(console: Console, aside: Console, options: argparse.Namespace) -> None:
    from bot.evaluation.run import evaluate

    evaluate(
        console,
        aside,
        options.questions,
        url=options.url,
        report=options.report,
        beside=options.beside,
    )


def _calibrate(console: Console, aside: Console, options: argparse.Namespace) -> None:
    from bot.evaluation.calibration import calibrate

    calibrate(console, options.report)
