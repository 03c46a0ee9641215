"""Columns of numbers, pasted from a spreadsheet or read from a CSV file, become samples.

Separators are tab, semicolon, comma or blanks; decimals have a point or a comma. Empty lines, what
follows a #, and a first line of names are left out.
"""

import csv
import re

import numpy as np

from ..data import OWN, Data

LEAST, MOST = 2, 500  # samples that are taken
LARGEST = 1e12  # beyond it is a slip
LONGEST = 1000  # letters of a line that can be one sample
COLUMNS = {1: "x and y", 2: "x_1, x_2 and the class"}  # by the number of inputs
SEPARATORS = ("\t", ";", ",", None)  # None: blanks; where several would do, the first is meant
NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16 with its mark, else Latin-1.

    Raises ValueError if it is no text, such as the file of a spreadsheet program.
    """
    content = bytes(content)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise ValueError("this is no text file; save the sheet as CSV")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def read(text: str, inputs: int = 1, scale: bool = True) -> tuple[Data, str]:
    """The samples in a text, with one or two `inputs`, and a sentence that says what was read.

    The columns are x and y, or x_1, x_2 and the class. With `scale` a column that leaves [−1, 1] is
    shifted and scaled to it, since that is where the networks of the course begin; the class is
    not. Of two classes the smaller number becomes 0, the other one 1.

    Raises ValueError that says which line cannot be read and why; for fewer than 2 or more than
    500 samples; for more than two classes.
    """
    rows, names, separator = _rows(text, inputs)
    if refusal := too_few_or_many(len(rows)):
        raise ValueError(refusal)
    table = np.array([_row(k, line, rows[0][0], separator, inputs) for k, line in rows]).T
    said = [f"{len(rows)} samples read"]
    if names:
        said.append(f"line {names} was taken for names")
    for k, name in enumerate(("x", "y") if inputs == 1 else ("x_1", "x_2")):
        table[k], how = _scaled(table[k]) if scale else (table[k], "")
        said += [f"{name} was {how}"] if how else []
    if inputs == 2:
        table[2], how = _two_classes(table[2])
        said += [how] if how else []
    return Data(OWN, table[:-1], table[-1:]), "; ".join(said) + "."


def too_few_or_many(count: int) -> str:
    """Why so many samples are not taken, or nothing."""
    if count < LEAST:
        return f"{('no samples', 'one sample only')[count]}; at least {LEAST} are needed"
    return f"{count} samples; at most {MOST} are taken" if count > MOST else ""


def _rows(text, inputs):
    """The lines that hold samples, with their numbers; the line of names; the separator."""
    lines = [(k, line.split("#")[0].strip()) for k, line in enumerate(text.splitlines(), start=1)]
    lines = [(k, line) for k, line in lines if line.strip(",;")]
    good = {s: sum(_is_sample(line, s, inputs) for _, line in lines[:MOST]) for s in SEPARATORS}
    separator = max(SEPARATORS, key=good.__getitem__)
    if not good[separator]:  # then the first that is there
        separator = next(s for s in SEPARATORS if s is None or (lines and s in lines[0][1]))
    names = lines and not any(map(_is_number, _fields(lines[0][1], separator)))
    return (lines[1:], lines[0][0], separator) if names else (lines, None, separator)


def _fields(line, separator):
    """The fields of a line without those that are empty at its end."""
    if separator is None:
        return line.split()
    if len(line) > LONGEST:
        return [line]
    fields = [field.strip() for field in next(csv.reader([line], delimiter=separator))]
    while fields and not fields[-1]:
        fields.pop()
    return fields


def _plain(field):
    return field.replace("−", "-")  # the sign that a web page writes


def _is_number(field):
    return bool(NUMBER.fullmatch(_plain(field)) or NOT_FINITE.fullmatch(_plain(field)))


def _is_sample(line, separator, inputs):
    fields = _fields(line, separator)
    return len(fields) == inputs + 1 and all(map(_is_number, fields))


def _row(k, line, first, separator, inputs):
    fields, needed = _fields(line, separator), inputs + 1
    if len(fields) != needed:
        columns = f"{len(fields)} column{'s' * (len(fields) != 1)}"
        if k == first:
            raise ValueError(f"line {k} has {columns}; {needed} are needed: {COLUMNS[inputs]}")
        raise ValueError(f"line {k} has {columns}, line {first} has {needed}")
    return [_number(k, column, field) for column, field in enumerate(fields, start=1)]


def _number(k, column, field):
    if not field:
        raise ValueError(f"line {k}: column {column} is empty")
    if not _is_number(field):
        raise ValueError(f"line {k}: '{field[:20]}' is not a number")
    value = float(_plain(field).replace(",", "."))
    if NOT_FINITE.fullmatch(_plain(field)):
        raise ValueError(f"line {k}: '{field}' is not finite")
    if abs(value) > LARGEST:
        raise ValueError(f"line {k}: '{field[:20]}' is too large; at most 10¹² is taken")
    return value


def _scaled(values):
    """The values (N,) within [−1, 1], and what was done to them, or nothing."""
    low, high = values.min(), values.max()
    if low >= -1 and high <= 1:
        return values, ""
    if low == high:
        return np.zeros_like(values), f"shifted: {_said(low)} → 0"
    return (
        np.interp(values, (low, high), (-1, 1)),
        f"scaled: {_said(low)} … {_said(high)} → −1 … 1",
    )


def _said(value):
    return f"{value:.6g}".replace("-", "−")


def _two_classes(labels):
    """The labels (N,) as 0 and 1, and what they were, or nothing; ValueError for other ones."""
    found = np.unique(labels)
    if len(found) > 2:
        listed = ", ".join(map(_said, found[:4])) + (", …" if len(found) > 4 else "")
        raise ValueError(f"there are {len(found)} classes ({listed}); at most 2 are taken")
    if set(found) <= {0, 1}:
        return labels, ""
    now = [f"class {_said(value)} is read as {int(value == found[-1])}" for value in found]
    return (labels == found[-1]).astype(float), ", ".join(now)
