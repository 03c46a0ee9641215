"""Many networks as dots: each group in its own look, each candidate on the axis below."""

import numpy as np
import pytest

from dlcourse import Cloud, CloudPanel, style
from tests.pictures import legend, points, shown

Y, GROUPS = np.array([0.1, 0.2, 0.4, 0.8]), np.array([0, 1, 1, 0])
CLOUD = Cloud({"norm": 100 * Y, "slope": 1 / Y}, Y, GROUPS, ("calm", "wild"))


def cloud(**options):
    return CloudPanel(["norm", "slope"], ylabel="error", **options)


@pytest.mark.parametrize("against", ["norm", "slope"])
def test_each_group_has_its_dots_its_look_and_its_name(against):
    panel = shown(cloud(), CLOUD, against=against)
    x = CLOUD.x[against]
    for k, (dots, (key, label)) in enumerate(zip(panel._groups, legend(panel), strict=False)):
        wanted = np.column_stack([x[k == GROUPS], Y[k == GROUPS]])
        assert np.array_equal(points(dots), wanted) and len(wanted) == 2
        assert dots.get_color() == key.get_color() == (style.BLUE, style.VERMILLION)[k]
        assert label == ("calm", "wild")[k]
    assert (panel.ax.get_xlabel(), panel.ax.get_ylabel()) == (against, "error")
    assert (panel.ax.get_xscale(), panel.ax.get_yscale()) == ("log", "log")
    low, high = panel.ax.get_xlim()
    assert low < x.min() and x.max() < high


def test_the_candidates_are_a_view_control():
    assert cloud().controls == {"against": {"norm": "norm", "slope": "slope"}}
    assert CloudPanel(["norm"]).controls == {}


def test_given_ranges_and_looks():
    panel = CloudPanel(["norm"], xlim=(1, 1000), ylim=(0.01, 10), looks=style.CLASSES[2:])
    shown(panel, CLOUD)
    assert (panel.ax.get_xlim(), panel.ax.get_ylim()) == ((1, 1000), (0.01, 10))
    assert [dots.get_color() for dots in panel._groups] == [style.GREEN, style.PURPLE]


def test_the_sentence_has_the_median_of_each_group():
    said = "4 networks; median error: 0.45 (calm), 0.3 (wild)."
    assert shown(cloud(), CLOUD).describe(CLOUD) == said


def test_a_cloud_without_dots_is_drawn_and_said():
    nothing = Cloud({"norm": [], "slope": []}, [], [], ("calm", "wild"))
    panel = shown(cloud(), CLOUD, nothing)
    assert not any(len(points(dots)) for dots in panel._groups)
    assert panel.describe(nothing) == "No networks."
