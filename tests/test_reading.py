"""Columns from a spreadsheet or a file: what is read, and what is refused in words of its own."""

import numpy as np
import pytest

from dlcourse.live.reading import decoded, read

X, Y = [0.5, -0.25, 0.75], [0.1, 0.2, -0.3]
TEXTS = {
    "commas": "0.5,0.1\n-0.25,0.2\n0.75,-0.3",
    "commas and blanks": "0.5, 0.1\n-0.25, 0.2\n0.75, -0.3\n",
    "blanks": "0.5 0.1\n -0.25   0.2\n0.75 -0.3",
    "tabs": "0.5\t0.1\n-0.25\t0.2\n0.75\t-0.3",
    "semicolons": "0.5;0.1\n-0.25;0.2\n0.75;-0.3",
    "decimal commas, semicolons": "0,5;0,1\n-0,25;0,2\n0,75;-0,3",
    "decimal commas, tabs": "0,5\t0,1\n-0,25\t0,2\n0,75\t-0,3",
    "decimal commas, blanks": "0,5 0,1\n-0,25 0,2\n0,75 -0,3",
    "decimal commas in quotes": '"0,5","0,1"\n"-0,25","0,2"\n"0,75","-0,3"',
    "some whole numbers": "0,5;0,1\n-0,25;0,2\n0,75;-3e-1",
    "minus signs of a web page": "0.5,0.1\n−0.25,0.2\n0.75,−0.3",
    "lines of Windows": "0.5;0.1\r\n-0.25;0.2\r\n0.75;-0.3\r\n",
    "empty lines and comments": "# from a page\n\n0.5;0.1 # first\n  \n-0.25;0.2\n;;\n0.75;-0.3\n",
    "separators at the end": "0.5;0.1;\n-0.25;0.2;;\n0.75;-0.3;",
    "no leading zero": ".5;.1\n-.25;+.2\n.75;-.3",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_two_columns_are_read_however_they_are_written(text):
    data, said = read(text)
    assert np.array_equal(data.x, [X]) and np.array_equal(data.y, [Y])
    assert data.name == "yours" and data.truth is None and data.x_test is None
    assert said == "3 samples read."


@pytest.mark.parametrize("names", ["x;y", "time in s; height", "# what\nx;y", "Länge;Breite"])
def test_a_first_line_of_names_is_left_out_and_said(names):
    data, said = read(f"{names}\n" + TEXTS["semicolons"])
    line = 1 + names.count("\n")
    assert data.N == 3 and said == f"3 samples read; line {line} was taken for names."


def test_three_columns_are_two_inputs_and_a_class():
    data, said = read("x_1\tx_2\tclass\n0,1\t0,2\t0\n0,3\t-0,4\t1", inputs=2)
    assert np.array_equal(data.x, [[0.1, 0.3], [0.2, -0.4]])
    assert np.array_equal(data.y, [[0, 1]])
    assert said == "2 samples read; line 1 was taken for names."


def test_other_numbers_for_two_classes_become_0_and_1():
    data, said = read("0,0,2\n0,1,-1\n1,1,2", inputs=2)
    assert np.array_equal(data.y, [[1, 0, 1]])
    assert "class −1 is read as 0, class 2 is read as 1" in said


def test_columns_that_leave_the_interval_are_scaled_and_it_says_so():
    text = "1900;0.5\n1960;0.25\n2020;-0.5"
    data, said = read(text)
    assert np.array_equal(data.x, [[-1, 0, 1]]) and np.array_equal(data.y, [[0.5, 0.25, -0.5]])
    assert said == "3 samples read; x was scaled: 1900 … 2020 → −1 … 1."
    data, said = read("0;-10\n1;30")
    assert np.array_equal(data.y, [[-1, 1]]) and "y was scaled: −10 … 30 → −1 … 1" in said
    data, said = read(text, scale=False)
    assert np.array_equal(data.x, [[1900, 1960, 2020]]) and said == "3 samples read."
    data, said = read("5;0\n5;1")
    assert np.array_equal(data.x, [[0, 0]]) and "x was shifted: 5 → 0" in said
    data, _ = read("7,8,3\n9,8,4", inputs=2)
    assert np.array_equal(data.x, [[-1, 1], [0, 0]]) and np.array_equal(data.y, [[0, 1]])


def lines(count):
    return "\n".join(f"{k / 1000};0" for k in range(count))


def test_500_samples_are_taken_and_names_do_not_count():
    assert read(lines(500))[0].N == 500
    assert read("x;y\n" + lines(500))[0].N == 500


REFUSED = {
    "a word": ("0.1;0.2\n0.3;0.4\n0.5;abc", "line 3: 'abc' is not a number"),
    "a word, though names are left out": ("x;y\n1;2\n3;?", "line 3: '?' is not a number"),
    "one column more": ("1;2\n3;4\n5;6;7", "line 3 has 3 columns, line 1 has 2"),
    "one column less": ("1;2\n\n3\n5;6", "line 3 has 1 column, line 1 has 2"),
    "three columns": ("1;2;3\n4;5;6", "line 1 has 3 columns; 2 are needed: x and y"),
    "one column": ("1\n2\n3", "line 1 has 1 column; 2 are needed: x and y"),
    "too many": (lines(501), "501 samples; at most 500 are taken"),
    "far too many": (lines(3000), "3000 samples; at most 500 are taken"),
    "NaN": ("1;2\n3;nan", "line 2: 'nan' is not finite"),
    "infinity": ("-inf;2\n3;4", "line 1: '-inf' is not finite"),
    "beyond all numbers": ("1;2\n3;1e400", "line 2: '1e400' is too large"),
    "one sample": ("1;2", "one sample only; at least 2 are needed"),
    "nothing": ("", "no samples; at least 2 are needed"),
    "blanks": (" \n\n", "no samples; at least 2 are needed"),
    "names alone": ("x;y", "no samples; at least 2 are needed"),
    "a gap": ("1;2\n;4\n5;6", "line 2: column 1 is empty"),
    "points and commas": ("1.234,5;2\n3;4", "line 1: '1.234,5' is not a number"),
    "a page of text": ("<html>" + "a" * 200_000 + "\n1,2", "one sample only"),
    "underscores": ("1_0;2\n3;4", "line 1: '1_0' is not a number"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_line(text, said):
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        read(text)


def test_three_classes_and_two_columns_are_refused_where_there_are_two_inputs():
    with pytest.raises(ValueError, match=r"there are 3 classes \(0, 1, 2\); at most 2 are taken"):
        read("0 0 0\n0 1 1\n1 1 2", inputs=2)
    with pytest.raises(ValueError, match="line 1 has 2 columns; 3 are needed: x_1, x_2 and the"):
        read("0 0\n0 1", inputs=2)


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"], ids=lambda coding: coding
)
def test_files_are_read_in_every_usual_coding(coding):
    content = ("Länge;Höhe\r\n" + TEXTS["decimal commas, semicolons"]).encode(coding)
    data, said = read(decoded(memoryview(content)))
    assert np.array_equal(data.x, [X]) and "line 1 was taken for names" in said


def test_the_file_of_a_spreadsheet_program_is_refused():
    with pytest.raises(ValueError, match="no text file; save the sheet as CSV"):
        decoded(b"PK\x03\x04\x14\0\6\0")
