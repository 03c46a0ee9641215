"""What many seeds say together: the middle of what there is."""

import numpy as np
import pytest

from dlcourse import medians


def test_medians_leave_out_what_gave_no_answer():
    found = medians({"a": [3.0, None, 1.0, 2.0], "b": [None], "c": []})
    assert found.labels == ("a", "b", "c")
    assert found.values[0] == 2 and np.isnan(found.values[1:]).all()
    assert [list(values) for values in found.points] == [[3, 1, 2], [], []]


def test_medians_need_a_setting():
    with pytest.raises(ValueError, match="samples"):
        medians({})
