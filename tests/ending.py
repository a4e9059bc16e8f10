"""What a test has begun ends with it: threads are waited for so long, processes killed. Nothing waits for ever."""

from __future__ import annotations

import subprocess
import threading
from typing import Any

#: For what is over in a moment; longer only where the machine is busy with much else.
ENDS_WITHIN_S = 60.0


def finish(*threads: threading.Thread, within_s: float = ENDS_WITHIN_S) -> None:
    """Wait until threads have ended; AssertionError names the one that goes on."""
    for thread in threads:
        thread.join(within_s)
        assert not thread.is_alive(), f"{thread.name} goes on after {within_s:.0f} s"


def kill(process: subprocess.Popen[Any]) -> None:
    """End a process outright, if it has not ended, and take it off the system's table."""
    process.kill()
    process.wait(ENDS_WITHIN_S)


def stop(*processes: subprocess.Popen[Any], within_s: float) -> None:
    """Tell processes to end; what does not is killed."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(within_s)
        except subprocess.TimeoutExpired:
            kill(process)
