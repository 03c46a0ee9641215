"""Taking times in turns, and a table of seconds with their ratio to the limit."""

import os
import time

C = "C (the limit)"


def seconds(call):
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def take_turns(entries, turns, patience=1.0):
    """The best time of each entry {label: (call, factor)}; `patience` seconds for each."""
    best, spent = {}, dict.fromkeys(entries, 0.0)
    for _ in range(turns):
        for label, (call, factor) in entries.items():
            if spent[label] < patience:
                taken = seconds(call)
                spent[label] += taken
                best[label] = min(best.get(label, float("inf")), taken * factor)
    return best


def with_numpy(call):
    """The same call with the accelerator off."""

    def run():
        os.environ["DLCOURSE_ACCELERATOR"] = "off"
        try:
            call()
        finally:
            os.environ["DLCOURSE_ACCELERATOR"] = "on"

    return run


class Table:
    """Seconds (or words) of jobs in columns and of ways to do them in rows."""

    def __init__(self, title, columns):
        self.title, self.columns, self.rows = title, list(columns), {}

    def put(self, row, column, value):
        """A number of seconds or a word."""
        self.rows.setdefault(row, {})[column] = value

    def put_all(self, column, values):
        """A column of {row: seconds}."""
        for row, value in values.items():
            self.put(row, column, value)

    def cell(self, row, column):
        """The text of one entry: seconds, and the ratio to the limit if there is one."""
        value, limit = (self.rows.get(r, {}).get(column) for r in (row, C))
        if not isinstance(value, float):
            return value or "–"
        text = f"{value:#.2g} s" if value >= 0.1 else f"{value * 1e3:#.2g} ms"
        text = text.replace(". ", " ")
        if isinstance(limit, float) and row != C:
            text += (
                f" ({value / limit:#.2g}×)" if value < 10 * limit else f" ({value / limit:.0f}×)"
            )
        return text

    def __str__(self):
        lines = [f"### {self.title}", "", "| | " + " | ".join(map(str, self.columns)) + " |"]
        lines.append("|---" * (len(self.columns) + 1) + "|")
        for row in self.rows:
            cells = " | ".join(self.cell(row, c) for c in self.columns)
            lines.append(f"| {row} | {cells} |")
        return "\n".join(lines) + "\n"
