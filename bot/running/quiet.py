"""Keeps libraries quiet and at home; imported before any of them."""

import logging
import os
import warnings

import structlog

QUIET = {
    # Nothing about the use of this bot is reported to anybody.
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TOKENIZERS_PARALLELISM": "false",
    "LOG_LEVEL": "ERROR",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    # A bot on a machine without a graphics card has nothing to look for.
    "CUDA_VISIBLE_DEVICES": "-1",
}


def be_quiet() -> None:
    """Turns off telemetry, and every line that is not ours."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    # Some libraries put their own warnings back on; none is for the reader of a chat.
    warnings.showwarning = lambda *_, **__: None
    logging.getLogger().setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR)
    )
