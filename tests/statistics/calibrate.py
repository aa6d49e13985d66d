"""Writes docs/calibration.md: every world of `calibration` two thousand times.

What has a bound stands in docs/statistics.md as well. Ends with 1 where one does not hold.
"""

import re
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from calibration import WORLDS, Share

RUNS = 2_000
DOCS = Path(__file__).parents[2] / "docs"
HEAD = ("world", "question", "method", "share", "bound", "holds", "runs")
OPEN, CLOSE = "<!-- by make calibrate -->", "<!-- end -->"


def bound(share: Share) -> str:
    """The bounds in words; a dash where the share is only shown."""
    if share.low is None and share.high is None:
        return "–"
    if share.high is None:
        return f"at least {share.low:.0%}"
    if share.high == 0:
        return "never"
    if share.low is None:
        return f"at most {share.high:.0%}"
    return f"{share.low:.0%} to {share.high:.0%}"


def line(world: str, share: Share) -> str:
    """The row of the table."""
    said = bound(share)
    holds = "–" if said == "–" else "yes" if share.fits else "**no**"
    rate = f"{share.count / share.runs:.1%}" if share.runs else "–"
    return row(world, share.question, share.method, rate, said, holds, f"{share.runs:,}")


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def table(lines: list[str]) -> str:
    return "\n".join([row(*HEAD), row(*["---"] * len(HEAD)), *lines])


def measure(world: str, runs: int) -> list[Share]:
    return list(WORLDS[world](runs))


def measured(runs: int) -> dict[str, list[Share]]:
    """The shares of every world, a process a core."""
    found = {}
    with ProcessPoolExecutor() as pool:
        waiting = {pool.submit(measure, world, runs): world for world in WORLDS}
        for done in as_completed(waiting):
            found[waiting[done]] = done.result()
            print(f"{len(found)} of {len(WORLDS)}  {waiting[done]}", flush=True)
    return {world: found[world] for world in WORLDS}


def put(page: Path, lines: list[str]) -> None:
    """Replace the table between the two marks of a page."""
    text = page.read_text(encoding="utf-8")
    marked = re.compile(f"{OPEN}.*?{CLOSE}", re.DOTALL)
    inner = f"{OPEN}\n{table(lines)}\n{CLOSE}"
    page.write_text(marked.sub(lambda _: inner, text), encoding="utf-8")


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    found = [(world, share) for world, shares in measured(runs).items() for share in shares]
    put(DOCS / "calibration.md", [line(*each) for each in found])
    bounded = [line(*each) for each in found if bound(each[1]) != "–"]
    put(DOCS / "statistics.md", bounded)
    broken = [line(*each) for each in found if not each[1].fits]
    print("\n".join(["does not hold:", *broken] if broken else ["every bound holds"]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
