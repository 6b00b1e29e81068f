"""A run of workers whose work is only to wait: what is killed in the tests beside, many times and cheaply."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from claimx.cli.ending import Ending
from claimx.errors import InputError
from claimx.read import Source
from claimx.workers import in_workers
from claimx.write.output import open_output


def wait(source: Source) -> str:
    time.sleep(0.02)
    return source.id


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    output, jobs = Path(sys.argv[1]), int(sys.argv[2])
    ending = Ending()
    tell("started")
    try:
        with open_output(output) as write:
            for done in in_workers(wait, (Source(str(n), "text") for n in range(100_000)), jobs):
                write(f"{done.code if isinstance(done, InputError) else done}\n".encode())
                tell(str(done))
    except KeyboardInterrupt as interrupt:
        sys.exit(ending.code_for(interrupt))


if __name__ == "__main__":
    main()
