"""A reader's own mistake in plain words: what stopped their code, and in which line of theirs."""

import re
import sysconfig
import traceback
from pathlib import Path

# Where code lies that the reader has not written: this package, Python, what was installed.
_OTHERS = (str(Path(__file__).parents[1]), sysconfig.get_path("stdlib"), "<frozen", "<__array")


def in_words(error) -> str:
    """Type, message, and the last line of the reader's own: KeyError: 'y' — in line 3 of f, `…`.

    Where no line is theirs, a ValueError is a sentence of the package and stands alone.
    """
    # numpy adds the signature of its inner loop, (n?,k),(k,m?)->(n?,m?), which helps nobody here
    told = re.sub(r",? \(?(with|has \d, ).{0,20}signature \S+( requires \d\))?", "", str(error))
    told = " ".join(told.split()).rstrip(".")
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame.filename)]
    if told and not own and isinstance(error, ValueError):
        return told
    words = type(error).__name__ + (f": {told}" if told else "")
    if own:
        name = own[-1].name
        words += f" — in line {own[-1].lineno}" + ("" if name.startswith("<") else f" of {name}")
        words += f", `{own[-1].line.strip()}`" if own[-1].line else ""
    return words


def how_it_came(error) -> str:
    """Python's own account of an error, from the reader's first line on."""
    path = error.__traceback__
    while path is not None and not _is_own(path.tb_frame.f_code.co_filename):
        path = path.tb_next
    return "".join(traceback.format_exception(type(error), error, path or error.__traceback__))


def _is_own(filename):
    return not filename.startswith(_OTHERS) and "-packages" not in filename
