"""The work that the bare contenders do in memory, and how they tell what it took.

Load the stream, keep each event once, find out whose it is, cut sessions, give each event a phase,
count an ordered funnel, moves between phases, times to the next phase, and the commonest paths.
A person here is the user, else the least user that the device logged in as, else the device.
"""

import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.pages import HOST

Answer = TypeVar("Answer")

PHASES = ("awareness", "consideration", "purchase", "retention", "advocacy")  # numbered from 1
SESSION_GAP_MS = 30 * 60_000
FUNNEL_WINDOW_MS = 30 * 86_400_000
N_PATHS = 50
THREADS = os.cpu_count() or 1

# Twelve rules, the first that holds gives the phase; none is 0.
#  1 purchase, or an order id         3     7 ACCOUNT_PAGE                    4
#  2 submit_review, or a rating       5     8 login                           4
#  3 share, refer_friend              5     9 search, compare, add_to_wishlist 2
#  4 add_to_cart, begin_checkout      3    10 PRODUCT_PAGE                    2
#  5 starts with CHECKOUT             3    11 view_item_list, or LIST_PAGE    2
#  6 support_ticket                   4    12 ad_click, CAMPAIGN, BLOG, HOME  1
CHECKOUT = f"{HOST}/checkout"
ACCOUNT_PAGE = "^https?://[^/]+/(?:account|orders|help)(?:/|$|[?])"
PRODUCT_PAGE = "/product/[0-9]+"
LIST_PAGE = "/(?:category|collections)/[a-z-]+"
CAMPAIGN = "[?&]utm_(?:source|medium)="
BLOG = f"{HOST}/blog/"
HOME = f"{HOST}/"


class Steps:
    """Times the steps of one contender: wall clock, and CPU of all its threads, in seconds.

    `peak_mb` is what it knows of its memory beside what the system does.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, float, float]] = []
        self.peak_mb = 0.0

    def __call__(self, name: str, step: Callable[[], Answer]) -> Answer:
        """Do a step and note what it took; gives what the step gives."""
        wall, cpu = time.perf_counter(), time.process_time()
        answer = step()
        self.taken.append((name, time.perf_counter() - wall, time.process_time() - cpu))
        return answer

    def tell(self, version: str, counts: Mapping[str, Any]) -> None:
        """Print, as one line of JSON, what it took and what was counted."""
        told = {
            "version": version,
            "steps": self.taken,
            "wall_s": sum(wall for _, wall, _ in self.taken),
            "cpu_s": sum(cpu for _, _, cpu in self.taken),
            "peak_mb": max(_peak_mb(), self.peak_mb),
            "counts": counts,
        }
        print(json.dumps(told, default=str))


def _peak_mb() -> float:
    """Of this process alone: Linux's getrusage begins with what the process that started it had."""
    status = Path("/proc/self/status")
    if status.exists() and (peak := re.search(r"VmHWM:\s+([0-9]+) kB", status.read_text())):
        return int(peak[1]) / 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * (1024 if sys.platform == "darwin" else 1))


def funnel_of(furthest: Mapping[int, int]) -> list[int]:
    """People who came to each phase or further, from how many came furthest to which."""
    return [
        int(sum(n for phase, n in furthest.items() if phase >= reached))
        for reached in range(1, len(PHASES) + 1)
    ]
