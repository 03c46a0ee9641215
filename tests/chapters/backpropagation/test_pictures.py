"""The pictures of notebook 10: each number, each square and each sentence is that of its result."""

import numpy as np
import pytest

import dlcourse as dl
from dlcourse.chapters.backpropagation import experiments, measures, pictures
from dlcourse.chapters.backpropagation.pictures.equations import equations, products, short
from dlcourse.chapters.backpropagation.pictures.stepper import LIT, PAST
from dlcourse.live.canvas import Canvas
from tests.pictures import hexes, shown

SAMPLE = (1.0, -0.5), 1.0


def at(step, residual=False, training=True, own=()):
    return experiments.passes(dl.TANH, residual, *SAMPLE, step, training, own, seed=2)


def told(panel):
    """{number: its text} of the numbers that are shown."""
    return {key: text.get_text() for key, text in panel._numbers.items() if text.get_text()}


def test_numbers_appear_when_they_are_computed_and_are_those_of_the_passes():
    moment = at(11)
    panel = shown(pictures.StepperPanel(), moment)
    states = measures.states_at(moment.steps, 11)
    computed = {n for n, what in states.items() if what != measures.LATER and n[0] != "∂"}
    assert set(told(panel)) == computed
    for (letter, j, i), text in told(panel).items():
        assert text == f"{letter} {short(moment.value(letter, j, i))}"
    z, delta, _ = dl.backward(moment.net, experiments.short_weights(moment.net, 2),
                              np.array([[1.0], [-0.5]]), np.array([[1.0]]))  # fmt: skip
    assert told(panel)["z", 3, 2] == f"z {short(z[3][1, 0])}"
    assert told(panel)["δ", 3, 2] == f"δ {short(delta[3][1, 0])}"


def test_kept_numbers_stand_on_yellow_and_those_not_needed_are_pale():
    moment = at(9)
    panel = shown(pictures.StepperPanel(), moment)
    states = measures.states_at(moment.steps, 9)
    pale = {key for key, text in panel._numbers.items() if text.get_text()
            and hexes([text.get_color()]) == [PAST]}  # fmt: skip
    assert pale == {n for n, what in states.items() if what == measures.GONE}
    kept = sum(what == measures.KEPT and n[0] != "∂" for n, what in states.items())
    grounds = hexes(panel._grounds.get_facecolor())
    assert grounds.count(LIT) == kept
    bold = {k for k, text in panel._numbers.items() if text.get_weight() == "bold"}
    assert bold == {("e", 3, 1)} and len(panel._frames.get_paths()) == 1


def test_the_edges_of_the_step_carry_their_weights_or_the_gradients_entries():
    for step, values in ((1, lambda m: m.W[1][0]), (9, lambda m: m.dW[3][0]),
                         (11, lambda m: m.W[3][:, 1])):  # fmt: skip
        moment = at(step)
        panel = shown(pictures.StepperPanel(), moment)
        seen = [t.get_text().removeprefix("∂ ") for t in panel._entries if t.get_visible()]
        assert seen == [short(value) for value in values(moment)]
    assert len(panel._dots.get_offsets()) == 3  # ∂L/∂W_3 is known
    strong = np.isclose(panel._edges.get_colors()[:, 3], 1)
    assert [edge for edge, on in zip(panel._at.edges, strong, strict=True) if on] == [(3, 1, 2)]


def test_the_chart_has_a_bar_for_each_step_and_its_height_is_what_is_kept():
    moment = at(8)
    panel = shown(pictures.StepperPanel(), moment)
    tops = np.array([path.vertices[:, 1].max() for path in panel._bars.get_paths()]) - 14
    counts = measures.kept(moment.steps)
    assert np.allclose(tops / tops.max(), counts / counts.max())
    assert hexes(panel._bars.get_facecolor()).index(dl.style.VERMILLION) == 8
    assert panel._count.get_text().endswith(f"{counts[8]} now, at most {counts.max()}")


def test_a_skip_connection_is_an_arc_for_each_unit():
    assert len(shown(pictures.StepperPanel(), at(3))._arcs.get_segments()) == 0
    assert len(shown(pictures.StepperPanel(), at(3, residual=True))._arcs.get_segments()) == 3


def value_of(text):
    """A sum of products in the plain letters of the equations, computed."""
    return eval(text.replace("−", "-").replace("·", "*"))


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("step", range(22))
def test_each_equation_is_true(step, residual):
    moment = at(step, residual)
    now, (symbols, *numbers) = moment.now, equations(moment)
    assert symbols
    for line in filter(None, numbers):
        left, right = line.rsplit(" = ", 1)
        if "·" in left:
            assert value_of(left.split(" = ")[-1]) == pytest.approx(value_of(right), abs=5e-3)
    if now.kind == "back":
        assert numbers[0].endswith(short(moment.delta[now.j][now.i - 1, 0]))
        assert ("+ δ" in symbols) == moment.net.skips(now.j)
    if now.kind == "forward":
        assert numbers[1].endswith(short(moment.z[now.j + 1][now.i - 1, 0]))
        assert numbers[0].endswith(short(moment.v[now.j][now.i - 1, 0]))
    if now.kind == "row":
        assert numbers[1].endswith(f"({', '.join(map(short, moment.dW[now.j][now.i - 1]))})")


def test_numbers_in_plain_letters():
    assert [short(x) for x in (-0.0001, 1, -2.5, 0.12345, 12.345)] == ["0", "1", "−2.5", "0.123",
                                                                     "12.3"]  # fmt: skip
    assert products([(1, -2), (0.5, 3)]) == "1·(−2) + 0.5·3"


def test_what_a_step_means():
    means = pictures.what_is_kept
    assert means(at(0)).startswith("The input")
    assert "v₁ and z₂ are kept" in means(at(2))
    assert "nothing before z₂ is needed" in means(at(5, training=False))
    assert "15 numbers" in means(at(8))
    assert means(at(9)) == "Row 1 of ∂L/∂W₃ is e₃[1] times z₃ᵀ."
    assert means(at(10)) == "δ₃ needs the weights W₃ and e₃, no state."


# ------------------------------------------------------------------------------------ products


def test_each_line_of_the_chain_rule_has_the_factors_of_its_names():
    W, z, prime, delta = layer = experiments.one_layer(3, 4, 0)
    e = delta * prime
    right = {"zⱼ": W.T @ e, "Wⱼ": e @ z.T, "bⱼ": e}
    for of, gradient in right.items():
        first, second = pictures.jacobians(*layer, of, experiments.tensor(*layer[:3])).lines
        assert np.allclose(first[-1].values, gradient if of == "Wⱼ" else gradient.T)
        assert np.allclose(second[-1].values, gradient)
        row = first[0].values
        for factor in first[2:-1:2]:
            values = np.nan_to_num(factor.values)
            row = np.einsum("il,lmn->mn", row, values) if values.ndim == 3 else row @ values
        assert np.allclose(row, first[-1].values)
    factors = {part.name: part.values for part in second if not isinstance(part, str)}
    assert np.allclose(factors["δⱼ₊₁"] * factors["σ′"], factors["∂L/∂bⱼ"])


def test_squares_have_the_colour_of_their_entry_and_grey_is_always_0():
    values = np.array([[2.0, np.nan], [-2.0, 0.0]])
    products = pictures.Products(((pictures.Factor("A", values),),), ("a line",))
    panel = shown(pictures.ProductsPanel(), products)
    assert hexes(panel._cells.get_facecolor()) == [dl.style.BLUE, "#E4E4E4", dl.style.VERMILLION,
                                                  "#FFFFFF"]  # fmt: skip
    corners = [path.vertices[0] for path in panel._cells.get_paths()]
    assert corners[0][0] == corners[2][0] and corners[0][1] < corners[2][1]  # A[2, 1] is below
    assert panel.describe(products) == "A is 2 × 2, 4 numbers, of which 3 can be other than 0."


def test_sizes_grow_with_the_third_second_and_first_power():
    sizes = pictures.sizes()
    assert [row[-1] for row in sizes.values] == [1e9, 1e6, 2000]


def test_a_node_shows_how_many_paths_lead_to_it():
    graph = experiments.paths(2, 3)
    panel = shown(pictures.PathsPanel(), graph)
    assert [t.get_text() for t in panel._numbers if t.get_visible()] == [*"1111333", "9"]
    assert len(panel._edges.get_segments()) == graph.edges == 15
    places = np.array([text.get_position() for text in panel._numbers])
    assert len(np.unique(places[:, 0].round(3))) == 4  # columns
    assert panel.describe(graph) == "8 nodes, 15 edges, 9 paths from the first to the last node."
    panel.update(experiments.paths(1, 1))
    assert [t.get_text() for t in panel._numbers if t.get_visible()] == ["1", "1", "1"]


@pytest.mark.parametrize("width", [900, 360])
def test_long_counts_become_powers_where_there_is_little_room(width):
    canvas = Canvas([pictures.PathsPanel()], (width, 380), 1)
    canvas.update([experiments.paths(8, 6)], {})
    said = [text.get_text() for text in canvas.panels[0]._numbers][1:-1:6]
    counts = ["1", "6", "36", "216", "1296", "7776", "46656", "2.8·10⁵"]
    assert said == (counts if width == 900 else [*counts[:4], "6⁴", "6⁵", "6⁶", "6⁷"])


@pytest.mark.parametrize(("count", "rank"), [(1, 1), (2, 2), (6, 3)])
def test_the_rank_of_the_gradient_is_said(count, rank):
    said = pictures.rank(pictures.batch(*experiments.samples(count, 0)))
    assert said.endswith(f"has rank {rank}.") and ("one sample" in said) == (count == 1)


# --------------------------------------------------------------------------------------- words


def test_what_checkpoints_cost_is_said_with_the_numbers_of_the_dot():
    each = {c: experiments.kept_at_most(16, c) for c in range(17)}
    curves = [pictures.checkpoints(each, c) for c in (4, 16, 0)]
    said = [pictures.what_checkpoints_cost(None, one) for one in curves]
    assert said[0] == (
        "With 4 checkpoints 7 numbers are kept, the fewest possible, and f is evaluated 24 times."
    )
    assert "16 numbers" in said[1] and "would keep the fewest" in said[1]
    assert said[2].startswith("Without checkpoints 2 numbers are kept, and f is evaluated 120")


def test_the_best_steps_are_where_the_curves_are_lowest():
    errors = {"forward": np.array([1, 0.1, 1]), "central": np.array([1, 1, 0.01]),
              "complex step": np.zeros(3)}  # fmt: skip
    said = pictures.best_steps(pictures.valley(np.array([0.001, 0.01, 0.1]), errors))
    assert "near h = 0.01 (error 0.1), central ones near 0.1 (error 0.01)" in said


LOSSES = {
    "No gradient has come back": [1, 1, 1],
    "does not fall": [1, 2, 3],
    "from 1 to 0.1": [1, 0.5, 0.1],
}


@pytest.mark.parametrize(("words", "losses"), LOSSES.items())
def test_whether_a_pass_trains_is_said(words, losses):
    curves = pictures.by_hand(np.array(losses, float), 1)
    assert words in pictures.whether_it_learns(None, curves)
    assert curves.marks == [(0, 50, losses[1])]
