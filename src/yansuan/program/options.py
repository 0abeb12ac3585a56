"""What a site says of how its snippets are run and shown."""

from dataclasses import dataclass

from yansuan.words import HOME


@dataclass(frozen=True)
class Options:
    """How snippets are run.

    Args:
        timeout: seconds that a cell may take.
        workers: how many snippets are run at the same time.
        language: of the site.
        hosts: other hosts from which what a cell shows may fetch.
    """

    timeout: int = 60
    workers: int = 2
    language: str = HOME.language
    hosts: tuple[str, ...] = ()
