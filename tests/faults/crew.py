"""A run of workers whose work is only to wait: what is killed in the tests beside, many times and cheaply."""

from __future__ import annotations

import sys
import time
from functools import cache, partial
from pathlib import Path

from claimx.cache import Cache
from claimx.cli.ending import Ending
from claimx.cli.resuming import kept_articles
from claimx.errors import InputError
from claimx.read import Source
from claimx.settings import Settings
from claimx.workers import in_workers
from claimx.write.output import open_output

# As many articles as no run comes to the end of, and with --resume as many as several runs work on.
ENDLESS, MANY = 100_000, 1_000


def wait(source: Source, folder: Path | None) -> str:
    kept = opened(folder) if folder is not None else None
    if kept is None or kept.find(source, Settings()) is None:
        time.sleep(0.02)
        if kept is not None:
            kept.keep(source, Settings(), [])
    return source.id


opened = cache(Cache)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    output, jobs, resume = Path(sys.argv[1]), int(sys.argv[2]), "--resume" in sys.argv
    ending = Ending()
    tell("started")
    try:
        with kept_articles(None, output, resume=resume) as kept, open_output(output) as write:
            sources = (Source(str(n), f"text {n}") for n in range(MANY if resume else ENDLESS))
            for done in in_workers(partial(wait, folder=kept and kept.absolute()), sources, jobs):
                write(f"{done.code if isinstance(done, InputError) else done}\n".encode())
                tell(str(done))
    except KeyboardInterrupt as interrupt:
        sys.exit(ending.code_for(interrupt))


if __name__ == "__main__":
    main()
