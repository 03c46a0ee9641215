"""What can be dragged in the figures of notebook 12, and what it sets."""

import numpy as np
import pytest

from dlcourse import TANH, compiled
from tests.pages import Page, sections
from tests.touching import drag, offered, press, to_the_corners

pytest.importorskip("anywidget")
NAME = "12_initialization"
COVER, _, SPECTRA, TABLES, *_ = sections(NAME)


@pytest.mark.skipif(not compiled.available(), reason="takes minutes without the compiled kernels")
def test_the_median_of_the_last_hidden_layer_chooses_the_variance():
    with Page(NAME, COVER) as page:
        (figure,) = page.figures
        name = "median of layer 49 sets c"
        begun = offered(figure)[name]
        assert begun.y == pytest.approx(np.log10(figure.results[0].median[48]))
        drag(figure, name, y=begun.y + 48 * np.log10(np.sqrt(2)))  # each layer √2 times as much
        assert figure.controls["c"].value == pytest.approx(2.0)
        assert offered(figure)[name].y == pytest.approx(begun.y + 48 * np.log10(2) / 2, abs=0.3)
        press(figure, name, up=-1)
        assert figure.controls["c"].value < 2.0
        figure.set(sigma=TANH)
        assert np.isfinite(offered(figure)[name].y)


@pytest.mark.parametrize(("heading", "along"), [(SPECTRA, "x"), (TABLES, "y")])
def test_the_line_one_over_l_chooses_l(heading, along):
    with Page(NAME, heading) as page:
        (figure,) = page.figures
        setting = dict(n=10, m=10) if along == "x" else dict(draws=3)
        figure.set(**setting)
        for L in (0.5, 0.4):
            drag(figure, "1/L sets L", **{along: 1 / L})
            assert figure.controls["L"].value == pytest.approx(L)
            assert getattr(offered(figure)["1/L sets L"], along) == pytest.approx(1 / L)
        ends = [figure.controls["L"].value for _ in to_the_corners(figure, "1/L sets L")]
        assert min(ends) < 0.5 and max(ends) == 1.0
