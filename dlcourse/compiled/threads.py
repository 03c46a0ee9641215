"""One function for many arguments, on all cores: in threads, as kernels release Python's lock."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache


@cache
def cores() -> int:
    """How many threads can work at a time; in a browser there is only one."""
    if sys.platform == "emscripten":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _threads():
    return ThreadPoolExecutor(cores(), thread_name_prefix="dlcourse")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)


def on_all_cores(function, *lists, stop=None):
    """Calls function(a, b, …) for each a, b, … of the lists; the functions must not call this.

    If one raises, or an interrupt comes, the event `stop` is set and no other call begins.
    """
    if cores() == 1:
        for arguments in zip(*lists, strict=True):
            function(*arguments)
        return
    calls = []
    try:
        for arguments in zip(*lists, strict=True):
            calls.append(_threads().submit(function, *arguments))
        for call in calls:
            while not call.done():
                wait([call], 0.1)  # an endless wait would let no interrupt in on Windows
            call.result()
    except BaseException:
        if stop is not None:
            stop.set()
        for call in calls:
            call.cancel()
        raise
