"""What a process holds from its start to its end is set aside: no collection walks through it, its spare pages go back.

Nothing of a request passes through here.
"""

from __future__ import annotations

import ctypes
import gc


def settle() -> None:
    """Say that the start is over; called once, before the first request, event or fork.

    A collection of a hundred megabytes that never change stopped the live process for a third of a second. Pages that
    nobody writes to any more are shared with the processes that are forked from here.
    """
    gc.collect()
    gc.freeze()
    # The allocator keeps what loading has used and freed; only glibc has a word for giving it back.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
