"""Whether the kernels can be had, and fetching them: compiled once, then read from disk."""

import importlib.util
import logging
import os
import sys
import threading
from functools import cache
from pathlib import Path

LOG = logging.getLogger("dlcourse")
ANNOUNCEMENT = "compiling the fast kernels, once, some 10 s"


@cache
def _installed() -> bool:
    return importlib.util.find_spec("numba") is not None


def available() -> bool:
    """Whether the fast kernels can be used: numba is there, and not switched off."""
    return os.environ.get("DLCOURSE_ACCELERATOR", "").lower() != "off" and _installed()


def warm_up(say=None) -> bool:
    """Fetches the kernels now rather than at the first slider; says so if that means compiling.

    `say` takes the one line of text; without it the line stands below a notebook's cell, elsewhere
    in the log, and is left out where a widget's thread asks. Returns whether anything was compiled.
    """
    from dlcourse.compiled import loops

    compiling = not _on_disk(loops)
    if compiling and say is not None:
        say(ANNOUNCEMENT)
    elif compiling and threading.current_thread() is threading.main_thread():
        _announce(ANNOUNCEMENT)
    for kernel, signature in loops.SIGNATURES:
        kernel.compile(signature)
    return compiling


def _announce(line):
    """Show a line: in a notebook as plain text, since the log stands there in red like an error."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        LOG.warning(line)
    else:
        shell.display_pub.publish({"text/plain": line})


@cache
def kernels():
    """The module of compiled loops, ready to be called; None if numba does not fit this Python."""
    try:
        warm_up()
    except ImportError as error:  # for example a numba that does not know this numpy yet
        LOG.warning("numba cannot be used, numpy serves: %s", error)
        return None
    from dlcourse.compiled import loops

    return loops


def _on_disk(loops) -> bool:
    """Whether the compiled kernels are on disk and as new as each file of this folder.

    Numba itself compares only with the file that holds the kernel; what is older than the others is
    removed here, so that it compiles anew.
    """
    newest = max(path.stat().st_mtime for path in Path(__file__).parent.glob("*.py"))
    found = True
    for kernel, _ in loops.SIGNATURES:
        if kernel.signatures:  # in memory
            continue
        folder = kernel.stats.cache_path
        pattern = f"loops.{kernel.__name__}-*.nbi"
        indices = [] if folder is None else list(Path(folder).glob(pattern))
        for index in indices:
            if index.stat().st_mtime < newest:
                index.unlink(missing_ok=True)
        found = found and any(index.exists() for index in indices)
    return found
