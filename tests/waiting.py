"""Tests wait for a state, never for a time."""

import asyncio
from time import monotonic

LIMIT = 60  # seconds: far beyond what a busy machine takes


async def until(condition):
    """Let the event loop work until `condition()` holds; TimeoutError if it never does."""
    end = monotonic() + LIMIT
    while not condition():
        if monotonic() > end:
            raise TimeoutError(f"not so after {LIMIT} s")
        await asyncio.sleep(0.001)
