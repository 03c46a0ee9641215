"""Whether the kernels can be had, and fetching them: compiled once, then read from disk.

Each version of the kernels has a folder of its own, below the one that numba finds for itself (the
package's `__pycache__`, or that of the user, or NUMBA_CACHE_DIR). Its last file, the seal, holds a
checksum of all others: what was cut off, emptied or overwritten is not read but compiled anew.
"""

import errno
import hashlib
import importlib.util
import logging
import os
import shutil
import sys
import threading
import time
from collections import namedtuple
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from dlcourse import __version__

LOG = logging.getLogger("dlcourse")
COMPILING = "compiling the fast kernels, {}, some 10 s"
PATIENCE = 300.0  # seconds to wait while another process compiles
SEAL = "seal"

Kernels = namedtuple("Kernels", "sweep train kept")  # those of `loops`; are they kept on disk?
_find = cache(importlib.util.find_spec)


def available() -> bool:
    """Whether the fast kernels can be used: numba is there, and not switched off."""
    return os.environ.get("DLCOURSE_ACCELERATOR", "").lower() != "off" and bool(_find("numba"))


_fetched, _fetching = [], threading.Lock()


def kernels(say=None) -> Kernels | None:
    """The kernels, fetched at the first call; None if numba cannot make them, for any reason.

    `say` takes a line of text where they have to be compiled or cannot be kept; without it the line
    stands below a notebook's cell, elsewhere in the log, and is left out where a widget's thread
    asks.
    """
    say = say or _announce
    with _fetching:
        if not _fetched:
            try:
                _fetched.append(_fetch(say))
            except Exception as error:  # a numba that does not know this numpy, no memory, …
                reason = (str(error).splitlines() or [""])[0]
                say(f"numba cannot be used, numpy serves: {type(error).__name__}: {reason}")
                _fetched.append(None)
        return _fetched[0]


def _announce(line):
    """Show a line: in a notebook as plain text, since the log stands there in red like an error."""
    if threading.current_thread() is not threading.main_thread():
        return
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        LOG.warning(line)
    else:
        shell.display_pub.publish({"text/plain": line})


def _fetch(say):
    folder = None
    try:
        folder = _folder()
        if not _sealed(folder):
            with _alone(folder.with_name(f"{folder.name}.lock"), say):
                if not _sealed(folder):  # nobody else has compiled them meanwhile
                    return _compiled(folder, say)
        return Kernels(*_made(folder)[0], kept=True)
    except ImportError:
        raise
    except Exception as error:  # no folder can be written to, or numba cannot read what it wrote
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        reason = error if isinstance(error, OSError) else "what is stored cannot be read"
        say(COMPILING.format(f"not kept on disk this time ({reason})"))
        return Kernels(*_made(None)[0], kept=False)


def _compiled(folder, say):
    """The kernels, compiled into the folder and sealed, if there is space for them."""
    say(COMPILING.format("once"))
    shutil.rmtree(folder, ignore_errors=True)
    compiled, failure = _made(folder)
    try:
        if failure is not None:
            raise failure
        (folder / SEAL).write_bytes(_checksum(folder))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        say(f"the fast kernels cannot be kept on disk: each session compiles them anew ({error})")
        return Kernels(*compiled, kept=False)
    return Kernels(*compiled, kept=True)


def _made(folder):
    """Each kernel, from the folder or else compiled, and the error that kept it from the disk."""
    from numba import config, njit

    from dlcourse.compiled import loops, tables

    before, config.CACHE_DIR = config.CACHE_DIR, str(folder)  # numba looks there for a moment
    try:
        options = {"cache": folder is not None, **tables.OPTIONS}
        to_compile = [(njit(f, **options), types) for f, types in loops.SIGNATURES.items()]
    finally:
        config.CACHE_DIR = before
    compiled, failure = [], None
    for kernel, types in to_compile:
        try:
            compiled.append(kernel.compile(types))
        except Exception as error:
            if not kernel.signatures:
                raise
            failure = error  # compiled, but not written
            compiled.append(kernel.compile(types))
    return compiled, failure


def _folder():
    """The folder for these sources and this Python, numba and processor."""
    import numba
    from llvmlite import __version__ as llvm
    from llvmlite import binding

    from dlcourse.compiled import loops

    made_by = [
        sys.version, llvm, binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten(),
        sorted(item for item in os.environ.items() if item[0].startswith("NUMBA_")),
    ]  # fmt: skip
    checksum = hashlib.sha256(repr(made_by).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        checksum.update(path.read_bytes())
    version = f"dlcourse-{__version__}-numba-{numba.__version__}-{checksum.hexdigest()[:12]}"
    try:
        return Path(numba.njit(loops.sweep, cache=True).stats.cache_path) / version
    except RuntimeError:
        raise OSError("no folder can be written to") from None


def _checksum(folder):
    """A number for all that lies in the folder but the seal itself."""
    checksum = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != SEAL:
            checksum.update(path.read_bytes())
    return checksum.hexdigest().encode()


def _sealed(folder) -> bool:
    """Whether the folder holds what was once written there completely."""
    try:
        return (folder / SEAL).read_bytes() == _checksum(folder)
    except OSError:
        return False


@contextmanager
def _alone(path, say):
    """Holds a lock that the system takes back when this process ends, however it ends."""
    with open(path, "ab") as file:
        ours, until = _locked(file), time.monotonic() + PATIENCE
        if not ours:
            say("waiting for another session that compiles the fast kernels")
        while not ours and time.monotonic() < until:
            time.sleep(0.1)
            ours = _locked(file)
        yield


def _locked(file) -> bool:
    """Whether the lock is ours now; also where the file system has no locks."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True
