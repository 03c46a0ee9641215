"""What the figures of notebook 02 are said to mean."""

from dlcourse import Dots
from dlcourse.chapters.learning_features import pictures
from dlcourse.chapters.learning_features.measures import (
    objectives_at_the_end,
    training_and_test,
)


def test_starts_end_at_one_value_or_between_two():
    ends = objectives_at_the_end([0.4, 0.4], [0.41, 0.42], [0.05, 0.3])
    assert pictures.where_starts_end(None, None, ends) == (
        "The last layer alone ends at the objective 0.4 from every start; all layers end between "
        "0.05 and 0.3."
    )
    other = objectives_at_the_end([0.4, 0.5], [0.41, 0.42], [0.3, 0.3])
    assert "alone ends between 0.4 and 0.5; all layers end at" in pictures.where_starts_end(
        None, None, other
    )
    assert pictures.where_starts_end(None, None, objectives_at_the_end([0.4], [0.4], [])) == ""


def test_the_best_and_the_worst_kind_of_features_are_named():
    places = {"RBFs": (3, 6), "learned": (3, 6)}
    errors = Dots((), {"RBFs": ([1.0], [9.0, 11]), "learned": ([50.0], [2.0])}, places)
    assert pictures.who_is_best(None, errors) == (
        "With the most parameters the median test error is 2 % for learned and 10 % for RBFs."
    )
    other = Dots((), {"RBFs": ([1.0], [1.0]), "learned": ([50.0], [2.0])}, places)
    assert "is 1 % for RBFs" in pictures.who_is_best(None, other)
    assert not pictures.who_is_best(None, Dots((), {"RBFs": ([1.0], [])}, {"RBFs": (3, 6)}))


def test_the_settings_with_the_smallest_and_the_largest_test_error_are_named():
    found = {"2": [(11, 13), (9, 12)], "4": [(1, 8), (3, 9)]}
    assert pictures.which_setting(training_and_test(found, "width")) == (
        "Of the settings of width, “4” has the smallest median test error, 8.5 %, and “2” the "
        "largest, 12.5 %."
    )
    swapped = {"2": found["4"], "4": found["2"]}
    assert "“2” has the smallest" in pictures.which_setting(training_and_test(swapped, "width"))
    assert not pictures.which_setting(training_and_test({"2": []}, "width"))
