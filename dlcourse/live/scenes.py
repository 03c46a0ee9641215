"""The scenes of a presenter: settings to be called up by name, in their order, with notes."""


class Scenes:
    """What each scene sets, and which comes next.

    Args:
        scenes: {name: {control: value}}.
        notes: {name: one or two sentences for the speaker}.
        defaults: {control: value}, how the figure begins.
        check: a function (control, value) → value as the control takes it, or ValueError.

    Raises ValueError for a setting that does not fit, or a note on a scene that is not there.
    """

    def __init__(self, scenes, notes, defaults, check):
        self.defaults = defaults
        self.settings = {}
        for name, values in scenes.items():
            try:
                self.settings[str(name)] = {n: check(n, v) for n, v in dict(values).items()}
            except (TypeError, ValueError) as error:
                raise ValueError(f"scene {name!r}: {error}") from None
        self.notes = dict(notes)
        for name in self.notes:
            if name not in self.settings:
                raise ValueError(f"notes must name scenes ({self._known()}), got {name!r}")
        self.last = None  # the scene that was called up last

    def _known(self):
        return ", ".join(self.settings) or "none"

    def beginning(self) -> dict:
        """All controls as in the beginning, but for the seed."""
        return {name: value for name, value in self.defaults.items() if name != "seed"}

    def values(self, name: str) -> dict:
        """What the scene sets; one that is named after a slide goes back to the figure's seed.

        Raises ValueError for a name that no scene has.
        """
        if name not in self.settings:
            raise ValueError(f"scene must be one of: {self._known()}; got {name!r}")
        start = self.defaults if name.startswith("slide") else self.beginning()
        return {**start, **self.settings[name]}

    def step(self, by: int, shown: dict) -> str:
        """The name of the scene `by` further on; the first one never repeats what is `shown`."""
        names = list(self.settings)
        if self.last is not None:
            return names[min(max(names.index(self.last) + by, 0), len(names) - 1)]
        if by < 0:
            return names[-1]
        repeats = len(names) > 1 and shown == {**shown, **self.values(names[0])}
        return names[1 if repeats else 0]

    def place(self) -> list:
        """[number, count, name] of the last scene, the number from 1, or 0 before the first."""
        number = list(self.settings).index(self.last) + 1 if self.last else 0
        return [number, len(self.settings), self.last or ""]
