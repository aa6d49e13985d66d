"""Runs a project in forked children that can be killed: `python forked_runs.py one.yml other.yml`.

Importing Dagster and a first run cost more than a small run does. This runs the first project
twice, whole; then, in a child for every line that it reads, the other, and kills it as the line
says. It answers in lines of JSON.
"""

import gc
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ended:
    """How a child ended: killed or by itself, the last step it had begun, and what failed."""

    was_killed: bool
    last_step: str
    failures: tuple[str, ...]


class Runner:
    """The other process, seen from a test; `steps` are those of the run that was not killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout
        self.steps: list[str] = json.loads(process.stdout.readline())

    def run(self, kill_in: str | None = None, after: float = 0) -> Ended:
        """Run once; kill -9 so many seconds after a step began ("": the run itself)."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([kill_in, after]) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return Ended(**answer | {"failures": tuple(answer["failures"])})


@contextmanager
def runner(whole: Path, other: Path) -> Iterator[Runner]:
    """A process that has run the one project, and runs the other when asked to."""
    command = [sys.executable, __file__, str(whole), str(other)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield Runner(process)


def _serve(whole: Path, other: Path) -> None:
    from cjm_pipelines.runs import run

    from cjm_analytics.project import Project

    for _ in range(2):  # a run remembers what was published before it, so one must have been
        steps: list[str] = []
        outcome = run(Project(whole), steps.append)
        assert outcome.failures == (), outcome
    print(json.dumps(steps), flush=True)

    project = Project(other)
    assert project.tables
    gc.freeze()  # what is here stays, so children need not copy it to count it
    for line in sys.stdin:
        print(json.dumps(_run_and_kill(project, *json.loads(line))), flush=True)


def _run_and_kill(project: Any, kill_in: str | None, after: float) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _child(project, writing)
    os.close(writing)
    deadline = time.monotonic() + after if kill_in == "" else None
    told: list[str] = []
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while True:
            left = None if deadline is None else max(deadline - time.monotonic(), 0)
            if select.select([pipe], [], [], left)[0]:
                part = pipe.read(1 << 16)
                if not part:
                    break
                told += part.decode().splitlines()
                if deadline is None and kill_in in told:
                    deadline = time.monotonic() + after
            else:
                os.kill(child, signal.SIGKILL)
                deadline = None
                kill_in = None
    _, status = os.waitpid(child, 0)
    return {
        "was_killed": os.WIFSIGNALED(status),
        "last_step": next((line for line in reversed(told) if line[0] != "!"), ""),
        "failures": [line[1:] for line in told if line[0] == "!"],
    }


def _child(project: Any, writing: int) -> None:
    from cjm_pipelines.runs import run

    def tell(text: str) -> None:
        os.write(writing, f"{text}\n".encode())

    try:
        for step, reason in run(project, tell).failures:
            tell(f"!{step}: {reason}")
    except BaseException as error:
        tell(f"!{error!r}")
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), Path(sys.argv[2]))
    os._exit(0)  # what is frozen would be reported as leaked
