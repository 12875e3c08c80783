"""A bot that answers questions about one text by quoting it."""

__version__ = "0.1.0"
