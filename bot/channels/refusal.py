"""Why a request was not served."""


class Refused(Exception):
    """A request that is not served; the page says why in plain words."""

    def __init__(self, reason: str, status: int) -> None:
        """Takes the reason, which names its words, and the HTTP status."""
        super().__init__(reason)
        self.reason = reason
        self.status = status
