"""The tasks of notebook 05: the residual backward pass, and a goal for 20 plain layers."""

import numpy as np

import dlcourse as dl
from dlcourse.chapters.residual.measures import check_gradient
from dlcourse.chapters.residual.pictures import GOAL, learnt
from dlcourse.lesson.checking import Exercise, MistakeError, UnfinishedError, answer_of, real, same
from dlcourse.lesson.question import Challenge

# --- residual_backward ------------------------------------------------------------------------


def residual_backward(net, W, z, v, delta):
    """Where layer j adds its input, δ_{j+1} also reaches z_j by the short way, unchanged."""
    dW, db = [None] * (net.depth + 1), [None] * (net.depth + 1)
    for j in range(net.depth, 0, -1):
        e = delta * net.sigma[j].prime(v[j])  # e = δ_{j+1} ⊙ σ′_j(v_j)
        dW[j], db[j] = e @ z[j].T, e.sum(axis=1, keepdims=True)
        if net.skips(j):
            delta = W[j].T @ e + delta  # δ_j = W_jᵀ e + δ_{j+1}
        else:
            delta = W[j].T @ e
    return dW, db


def _variant(short_way, skips=None, prime=lambda net, j, z, v: net.sigma[j].prime(v[j])):
    """The backward pass with another formula for δ_j where a layer skips, or for σ′_j."""

    def backward(net, W, z, v, delta):
        dW, db = [None] * (net.depth + 1), [None] * (net.depth + 1)
        for j in range(net.depth, 0, -1):
            e = delta * prime(net, j, z, v)
            dW[j], db[j] = e @ z[j].T, e.sum(axis=1, keepdims=True)
            straight = W[j].T @ e
            skip = net.skips(j) if skips is None else skips(net, j)
            delta = short_way(W[j], z[j], straight, e, delta) if skip else straight
        return dW, db

    return backward


def _sound(W, z, straight, e, delta):
    return straight + delta


_plain = _variant(_sound, lambda net, j: False)
_everywhere = _variant(_sound, lambda net, j: True)
_by_width = _variant(_sound, lambda net, j: net.widths[j - 1] == net.widths[j])
_too_late = _variant(lambda W, z, straight, e, delta: 2 * straight)
_adds_e = _variant(lambda W, z, straight, e, delta: straight + e)
_adds_z = _variant(lambda W, z, straight, e, delta: straight + z)
_twice = _variant(lambda W, z, straight, e, delta: straight + 2 * delta)
_minus = _variant(lambda W, z, straight, e, delta: straight - delta)
_of_the_next = _variant(_sound, lambda net, j: j < net.depth and net.skips(j + 1))
_of_the_last = _variant(_sound, lambda net, j: j > 1 and net.skips(j - 1))
_sigma_itself = _variant(_sound, prime=lambda net, j, z, v: net.sigma[j](v[j]))
_at_z = _variant(_sound, prime=lambda net, j, z, v: net.sigma[j].prime(net.sigma[j](v[j])))
_only_short = _variant(lambda W, z, straight, e, delta: delta)
_through_weights = _variant(lambda W, z, straight, e, delta: W.T @ (e + delta))


def _adds_first(net, W, z, v, delta):
    first = delta
    dW, db = [None] * (net.depth + 1), [None] * (net.depth + 1)
    for j in range(net.depth, 0, -1):
        e = delta * net.sigma[j].prime(v[j])
        dW[j], db[j] = e @ z[j].T, e.sum(axis=1, keepdims=True)
        delta = W[j].T @ e
        if net.skips(j) and len(first) in (1, len(delta)):  # numpy stretches one row
            delta = delta + first
    return dW, db


def _no_slope(net, W, z, v, delta):
    dW, db = [None] * (net.depth + 1), [None] * (net.depth + 1)
    for j in range(net.depth, 0, -1):
        dW[j], db[j] = delta @ z[j].T, delta.sum(axis=1, keepdims=True)
        delta = W[j].T @ delta + (delta if net.skips(j) else 0)
    return dW, db


SLIPS = (
    (_by_width, "you add δ_{j+1} wherever n_j = n_{j+1}, so in the last layer, too; but σ_n = Id "
     "is the output layer, which adds nothing. Ask `net.skips(j)`."),
    (_everywhere, "you add δ_{j+1} in every layer, also where n_j ≠ n_{j+1}; there nothing was "
     "added on the way forward (numpy stretches the shorter column in silence). Ask "
     "`net.skips(j)`."),
    (_too_late, "you overwrite δ before you add it, so that W_jᵀe is counted twice: keep the old "
     "δ_{j+1}, or write both terms in one line."),
    (_adds_e, "you add e = δ_{j+1} ⊙ σ′_j(v_j); but the short way leads around σ_j, so δ_{j+1} "
     "itself arrives."),
    (_adds_z, "you add z_j, as the forward pass does; backwards it is δ_{j+1} that takes the short "
     "way."),
    (_only_short, "you put δ_{j+1} in the place of W_jᵀe; both ways lead to z_j, so they add up."),
    (_no_slope, "σ′_j(v_j) is missing: e = δ_{j+1} ⊙ σ′_j(v_j), then δ_j from e."),
    (_sigma_itself, "you take σ_j(v_j) where its derivative belongs: `net.sigma[j].prime(v[j])`."),
    (_at_z, "you take σ′_j at σ_j(v_j); it belongs at v_j."),
    (_twice, "you add δ_{j+1} twice; z_j reaches z_{j+1} by the short way only once."),
    (_minus, "you subtract δ_{j+1}; on the way forward z_j is added."),
    (_of_the_next, "you ask whether the next layer skips, `net.skips(j + 1)`; in this step it is "
     "layer j whose short way counts."),
    (_of_the_last, "you ask whether the layer before skips, `net.skips(j - 1)`; in this step it is "
     "layer j whose short way counts."),
    (_adds_first, "you add δ_{n+1}, with which the backward pass begins; each layer adds the "
     "δ_{j+1} that has reached it."),
    (_through_weights, "you send δ_{j+1} through W_jᵀ as well; the short way leads around W_j."),
)  # fmt: skip


def check_residual_backward(attempt):
    """Compare with differences of the objective, layer by layer, on four networks."""
    rng = np.random.default_rng(5)
    nets = (
        dl.Network((1, 5, 5, 5, 5, 1, 1), dl.TANH, residual=True),
        dl.Network((2, 4, 4, 3, 3, 2), dl.TANH, residual=True),
        dl.Network((3, 3, 3, 3), dl.TANH, residual=True),
        dl.Network((1, 5, 5, 5, 1, 1), dl.TANH),
    )
    for seed, net in enumerate(nets):
        theta = dl.initialize(net, "uniform", seed=seed, scale=1.5)
        x, y = rng.normal(size=(net.widths[0], 8)), rng.normal(size=(net.widths[-1], 8))
        _check_on(attempt, net, theta, x, y)
    return (
        "the gradient agrees with differences of the objective in every layer of three residual "
        "networks and a plain one."
    )


def _check_on(attempt, net, theta, x, y):
    kind = "residual" if net.residual else "plain"
    where = f"in the {kind} network of widths {net.widths}"
    z, v = dl.forward(net, theta, x)
    given = (net, net.unpack(theta)[0], z, v, z[-1] - y)
    candidate = _flat(answer_of(attempt, *given), net, where)
    found = check_gradient(net, theta, x, y, candidate=candidate)
    if found.passed:
        return
    j = found.first_wrong_layer
    told = f"{where}, going backwards, layer {j} is the first whose gradient is wrong"
    if net.residual and same(candidate, _flat(_plain(*given), net, where)):
        raise UnfinishedError(
            f"this is still the plain backward pass: {told}. Layer {j + 1} adds its input; what "
            "does δ_{j+1} do there?".replace("δ_{j+1}", f"δ_{j + 2}")
        )
    for slip, words in SLIPS:
        if same(candidate, _flat(slip(*given), net, where)):
            raise MistakeError(f"{told}: {words}")
    right = _flat(residual_backward(*given), net, where)
    if same(candidate, right / x.shape[1]):
        raise MistakeError(f"{told}: you divide by N; the objective is a sum.")
    error = max(found.errors_W[j], found.errors_b[j])
    onwards = f", and at how layer {j + 1} makes δ_{j + 1}" if j < net.depth else ""
    raise MistakeError(f"{told}, by {error:.1g} of its size. Look at dW[{j}] and db[{j}]{onwards}.")


def _flat(answer, net, where):
    """The lists dW, db as one gradient (P,); MistakeError for another form."""
    n = net.depth
    if not (isinstance(answer, tuple | list) and len(answer) == 2):
        raise MistakeError("return two lists, `return dW, db`.")
    gradient = np.empty(net.n_params)
    for name, given, places in zip(("dW", "db"), answer, net.unpack(gradient), strict=True):
        if not (isinstance(given, tuple | list) and len(given) == n + 1):
            raise MistakeError(
                f"{name} must be a list of n + 1 = {n + 1} entries {where}; entry 0 is None."
            )
        for j in range(n, 0, -1):
            if given[j] is None:
                raise MistakeError(f"{name}[{j}] is still None {where}, going backwards.")
            value = real(f"{name}[{j}]", given[j], where)
            if value.shape != places[j].shape:
                raise MistakeError(
                    f"{name}[{j}] has the shape {value.shape} {where}, going backwards; "
                    f"{places[j].shape} is awaited."
                )
            places[j][...] = value
    if not np.isfinite(gradient).all():
        raise MistakeError(f"the gradient contains NaN or infinity {where}.")
    return gradient


def _sums_forgotten(net, W, z, v, delta):
    dW, db = residual_backward(net, W, z, v, delta)
    return dW, [None, *(b[:, 0] for b in db[1:])]


def _stops_at_two(net, W, z, v, delta):
    dW, db = residual_backward(net, W, z, v, delta)
    return [None, None, *dW[2:]], db


def _halves(net, W, z, v, delta):
    dW, db = residual_backward(net, W, z, v, delta / 2)
    return dW, db


def _mean(net, W, z, v, delta):
    return residual_backward(net, W, z, v, delta / delta.shape[1])


RESIDUAL_BACKWARD = Exercise(
    title="From the plain backward pass to the residual one",
    task="The function below is the backward pass of a **plain** network: from δ_{n+1}, `delta`, "
    "to the lists dW and db (entry 0 is None). Change it so that it is right for any network, "
    "plain or residual. `net.skips(j)` says whether layer j adds its input; z and v come from the "
    "forward pass, which adds already.",
    hints=(
        "Forward, a layer that skips is z_{j+1} = σ_j(W_j z_j + b_j) + z_j. On how many ways does "
        "z_j reach z_{j+1}? Which lines of the backward pass know of z_j?",
        "The derivatives of W_j and b_j stay as they are: only σ_j(W_j z_j + b_j) contains them. "
        "δ_j changes, since z_j also stands there alone.",
        "δ_j = W_jᵀe + δ_{j+1} where layer j skips, with the δ_{j+1} from before this step.",
    ),
    check=check_residual_backward,
    solution=residual_backward,
    wrong=(
        *SLIPS,
        (_mean, "divide by N"),
        (_halves, "by 0.5 of its size"),
        (_sums_forgotten, "is awaited"),
        (_stops_at_two, "is still None"),
        (lambda net, W, z, v, delta: residual_backward(net, W, z, v, delta)[0], "two lists"),
    ),
)

# --- twenty_layers ----------------------------------------------------------------------------


def _four_of_six(controls, layers, losses):
    count = learnt(losses)
    if count >= 4:
        return ""
    return f"{count} of 6 networks end below {GOAL:g}; four are asked for."


TWENTY_LAYERS = Challenge(
    title="Make 20 plain layers learn",
    task=f"Bring at least four of the six networks to a training loss below {GOAL:g}. Use the "
    "scale of the start and Adam's eps; skip connections are not allowed.",
    check=_four_of_six,
    said="Nothing but the size of the first gradients, compared with eps, kept these networks from "
    "learning: a larger start or a smaller eps is enough.",
)
