"""What a site says of how its snippets are run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """How snippets are run.

    Args:
        timeout: seconds that a cell may take.
        workers: how many snippets are run at the same time.
    """

    timeout: int = 60
    workers: int = 2
