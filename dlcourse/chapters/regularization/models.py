"""Training in which parts fall out at random: units for dropout, layers for stochastic depth.

To take a part out is to multiply its weights by 0, so that one step trains the network m ⊙ θ for a
vector m of zeros and ones. By the chain rule its gradient is m ⊙ ∇f(m ⊙ θ).
"""

from dataclasses import dataclass

import numpy as np

import dlcourse as dl
from dlcourse.checks import choice, number
from dlcourse.training.optimizers import SCHEDULES, Memory

PARTS = ("units", "layers")
STEPS, SNAPSHOTS = 2000, 100
ADAM = dl.Adam(0.01, schedule="cosine")


@dataclass(frozen=True)
class Dropped:
    """A training in which parts fell out with probability ρ.

    Attributes:
        run: the recorded training; its θ, as `scaled(1 − ρ)`, are those for prediction.
        raw: θ as they were trained (K, P), at the recorded steps.
        kept: which parts took part in each step (steps, parts + 1); the last one always does.
        owner: to which part each parameter belongs (P,).
        rho: ρ.
    """

    run: dl.Run
    raw: np.ndarray
    kept: np.ndarray
    owner: np.ndarray
    rho: float

    def scaled(self, step, factor):
        """θ (P,) at a recorded step with `factor` on all that can fall out."""
        return _factor(self.owner, factor) * self.at(step)

    def at(self, step):
        """θ (P,) as trained until a recorded step."""
        return self.raw[self.run.index(step)]

    def mask(self, step):
        """The vector m (P,) of zeros and ones with which the network took this step."""
        return self.kept[min(step, len(self.kept) - 1)][self.owner]

    def struck(self, step):
        """The units that fall out in this step, as a NetworkPanel takes them."""
        out = np.flatnonzero(~self.kept[min(step, len(self.kept) - 1)])
        net = self.run.net
        units = [
            ("unit", j, i + 1) for j in range(2, net.depth + 1) for i in range(net.widths[j - 1])
        ]
        return tuple(units[k] for k in out)


def owners(net: dl.Network, parts: str) -> np.ndarray:
    """For each parameter the number of the part with which it falls out: (P,) whole numbers.

    A unit i of z_j, j ≥ 2, takes out the column W_j[:, i], by which it is heard; a layer that skips
    takes out its W_j and b_j, so that z_{j+1} = z_j. What never falls out has the largest number.

    [001 Dropouts; Regularization – Layer Dropouts]
    """
    choice("parts", parts, PARTS)
    owner, count = np.full(net.n_params, -1), 0
    W, _ = net.unpack(owner)
    for j in range(1, net.depth + 1):
        if parts == "units" and j > 1:
            W[j][...] = count + np.arange(net.widths[j - 1])
            count += net.widths[j - 1]
        elif parts == "layers" and net.skips(j):
            net.blocks(owner)[j][...] = count
            count += 1
    return np.where(owner < 0, count, owner)


def part_gradient(net, mask, theta, x, y):
    """The gradient of the mean loss of the network m ⊙ θ: m ⊙ ∇f(m ⊙ θ), all (..., P).

    [001 Dropouts]
    """
    return mask * dl.gradient(net, mask * theta, x, y) / x.shape[1]


def train_parts(net, data, rho, parts="units", weight_decay=0.0, *, seed) -> Dropped:
    """Full-batch Adam for 2000 steps, each on a network of its own; parts fall out with ρ.

    Raises ValueError unless 0 ≤ ρ < 1 and `parts` is one of PARTS.

    [001 Dropouts; Regularization – Layer Dropouts]
    """
    raw, kept, owner = _trained(net, data, rho, parts, weight_decay, [seed])
    epochs, raw, kept = dl.snapshot_epochs(STEPS, SNAPSHOTS), raw[0], kept[0]
    thetas = _factor(owner, 1 - rho) * raw
    losses = dl.objective(net, thetas, data.x, data.y) / data.N
    last, reason = np.array(len(epochs) - 1), np.array("epochs")
    run = dl.Run(net, data, dl.LEAST_SQUARES, epochs, thetas, losses, last, reason)
    return Dropped(run, raw, kept, owner, rho)


def predictors(net, data, rho, parts="units", weight_decay=0.0, *, seeds) -> np.ndarray:
    """θ for prediction (S, P) at the end of such trainings, of all seeds at once.

    [001 Dropouts; Regularization – Layer Dropouts]
    """
    raw, _, owner = _trained(net, data, rho, parts, weight_decay, list(seeds))
    return _factor(owner, 1 - rho) * raw[:, -1]


def _factor(owner, factor):
    """What multiplies θ (P,) if `factor` multiplies all that can fall out."""
    return np.where(owner < owner.max(), factor, 1.0)


def _trained(net, data, rho, parts, weight_decay, seeds):
    """θ at the recorded steps (S, K, P), who took part (S, steps, parts + 1), and the owners."""
    if number("rho", rho) >= 1:
        raise ValueError(f"rho must lie in [0, 1), got {rho}")
    owner = owners(net, parts)
    drawn = [np.random.default_rng((s, 7)).random((STEPS, owner.max() + 1)) for s in seeds]
    kept = np.array(drawn) >= rho
    kept[..., -1] = True
    theta = dl.initialize(net, seed=seeds, scale=0.5)
    memory, raw = Memory(ADAM, theta.shape), []
    recorded = set(dl.snapshot_epochs(STEPS, SNAPSHOTS).tolist())
    lr = ADAM.lr * SCHEDULES[ADAM.schedule](np.arange(STEPS) / STEPS)
    for step in range(STEPS):
        if step in recorded:
            raw.append(theta)
        mask = kept[:, step][:, owner]
        g = part_gradient(net, mask, theta, data.x, data.y) + weight_decay * theta
        theta = theta - lr[step] * memory.step(g, step + 1)
    return np.stack([*raw, theta], axis=1), kept, owner
