"""What many seeds say together: the middle of what there is."""

import numpy as np
import pytest

from dlcourse import over_seeds


def test_what_gave_no_answer_is_left_out():
    found = over_seeds({"a": [3.0, None, 1.0, 2.0], "b": [None], "c": []}, ylabel="error")
    assert found.labels == ("a", "b", "c")
    assert found.middles[""][0] == 2 and np.isnan(found.middles[""][1:]).all()
    assert [list(values) for values in found.groups[""]] == [[3, 1, 2], [], []]
    assert found.ylabel == "error"


def test_there_must_be_a_setting():
    with pytest.raises(ValueError, match="samples"):
        over_seeds({})
