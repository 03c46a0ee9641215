"""Taking times in turns, and a table of seconds with their ratio to the limit."""

import os
import time

C, FAST, NUMPY = "C (the limit)", "dlcourse, compiled", "dlcourse, numpy"
FIRST = (C, FAST, NUMPY)
clock = time.perf_counter  # or time.process_time, where other programs keep the cores busy


def use_processor_time():
    """From now on counts the seconds that the processor spends on us, summed over the cores."""
    global clock
    clock = time.process_time


def seconds(call):
    """How long one call takes."""
    start = clock()
    call()
    return clock() - start


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


def _digits(value):
    """Two digits, or all before the point."""
    return f"{value:.0f}" if value >= 9.95 else f"{value:#.2g}"


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
        text = f"{_digits(value)} s" if value >= 0.1 else f"{_digits(value * 1e3)} ms"
        if isinstance(limit, float) and row != C:
            text += f" ({_digits(value / limit)}×)"
        return text

    def __str__(self):
        first = [row for row in FIRST if row in self.rows]
        rows = [*first, *(row for row in self.rows if row not in first)]
        lines = [f"### {self.title}", "", "| | " + " | ".join(map(str, self.columns)) + " |"]
        lines.append("|---" * (len(self.columns) + 1) + "|")
        for row in rows:
            cells = " | ".join(self.cell(row, c) for c in self.columns)
            lines.append(f"| {row} | {cells} |")
        return "\n".join(lines) + "\n"
