"""The exercises of notebook 10 take every form of a right answer, and name the wrong layer."""

import numpy as np
import pytest

from dlcourse.chapters.backpropagation import exercises
from dlcourse.chapters.backpropagation.models import package_backward
from dlcourse.lesson.checking import MistakeError


def test_a_whole_pass_may_come_as_lists_or_tuples_and_in_any_order_of_sums():
    def other(net, W, z, v, delta):
        dW, db = package_backward(net, W, z, v, delta)
        return tuple(dW), [None, *(b + 0.0 for b in db[1:])]

    assert exercises.MY_BACKWARD.check(other)


@pytest.mark.parametrize("layer", [1, 2, 3, 4])
def test_the_first_wrong_layer_coming_from_the_output_is_named(layer):
    def spoiled(net, W, z, v, delta):
        dW, db = package_backward(net, W, z, v, delta)
        for j in range(1, min(layer, net.depth) + 1):
            dW[j] = 1.5 * dW[j]
        return dW, db

    with pytest.raises(MistakeError, match=rf"layer {layer} is the first that is wrong"):
        exercises.MY_BACKWARD.check(spoiled)


def test_a_loop_over_samples_is_as_good():
    def looped(z, e):
        dW = sum(np.outer(e[:, i], z[:, i]) for i in range(z.shape[1]))
        return dW, sum(e[:, i : i + 1] for i in range(z.shape[1]))

    assert exercises.WEIGHT_GRADIENT.check(looped)


def test_softmax_may_be_written_with_the_logarithm_of_the_sum():
    def by_logarithms(u, y):
        top = u.max(axis=0)
        return np.exp(u - top - np.log(np.exp(u - top).sum(axis=0))) - y

    assert exercises.SOFTMAX_DELTA.check(by_logarithms)
