"""A watchdog in the live process of a service under measurement: how long its loop stood still, and what ran then.

Python loads this file by its name in every process that the benchmark starts with this folder on its path; it does
nothing in others than `gridops live`. Each gap that is longer than those before goes to the file `GRIDOPS_BENCH_GAPS`
as a line of JSON: {ms, cpu_ms, gc_ms, ran}. Processor time far below the gap's means that the machine was busy.
"""

from __future__ import annotations

import gc
import importlib.abc
import json
import os
import sys
import threading
import time
from collections import Counter, deque
from pathlib import Path
from types import FrameType
from typing import Any

LOOK_EVERY_S = 0.01
#: The last module to be loaded before the loop runs.
BEGINS_WITH = "gridops.serving.takeover"
FRAMES = 4


class Watchdog(importlib.abc.MetaPathFinder):
    """Begins once the live process is about to; finds no module itself."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._main = threading.main_thread().ident
        self._seen: deque[tuple[float, str]] = deque(maxlen=1_000)
        self._collecting = self._collected = 0.0
        # The system's own, taken before the standard library is made cooperative.
        self._sleep, self._thread = time.sleep, threading.Thread
        gc.callbacks.append(self._on_collection)
        self._thread(target=self._sample, daemon=True).start()

    def find_spec(self, name: str, *_: Any) -> None:
        """As the import system asks for each module."""
        if name == BEGINS_WITH:
            import gevent

            gevent.spawn(self._watch)

    def _on_collection(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.monotonic()
        else:
            self._collected += time.monotonic() - self._collecting

    def _sample(self) -> None:
        while True:
            self._sleep(LOOK_EVERY_S)
            frame = sys._current_frames().get(self._main or 0)
            self._seen.append((time.monotonic(), _told(frame)))

    def _watch(self) -> None:
        import gevent

        longest = 0.0
        while True:
            began, spent, collected = time.monotonic(), time.process_time(), self._collected
            gevent.sleep(LOOK_EVERY_S)
            gap = time.monotonic() - began - LOOK_EVERY_S
            if gap > longest:
                longest = gap
                ran = Counter(what for at, what in tuple(self._seen) if at >= began)
                found = {
                    "ms": round(gap * 1000),
                    "cpu_ms": round((time.process_time() - spent) * 1000),
                    "gc_ms": round((self._collected - collected) * 1000),
                    "ran": ran.most_common(1)[0][0] if ran else "",
                }
                with self._place.open("a") as out:
                    out.write(json.dumps(found) + "\n")


def _told(frame: FrameType | None) -> str:
    words: list[str] = []
    while frame is not None and len(words) < FRAMES:
        words.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(words)


if sys.orig_argv[-1] == "live" and "GRIDOPS_BENCH_GAPS" in os.environ:
    sys.meta_path.insert(0, Watchdog(Path(os.environ["GRIDOPS_BENCH_GAPS"])))
