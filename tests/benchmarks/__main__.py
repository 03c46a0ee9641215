"""Speed beside the peers and beside the limit, a C loop: `python -m tests.benchmarks`.

Each table is one run on one machine: its entries take turns, and the fastest of several turns
counts. `--write` puts the tables into RESULTS.md, `--quick` takes fewer turns and jobs, `--cpu`
counts processor time, which other programs on the machine hardly change. Peers are installed by
`pip install -r tests/benchmarks/requirements.txt`; without them their rows say so.
"""

import argparse
import datetime
import os
import platform
from functools import partial
from pathlib import Path

import numpy as np

from dlcourse import (
    Adam,
    Network,
    backprop,
    compiled,
    deep_network,
    initialize,
    landscape,
    operator_norms,
    snapshot_epochs,
    train,
    wiggly,
)
from tests.benchmarks import peers
from tests.benchmarks.limit import Limit
from tests.benchmarks.table import (
    FAST,
    NUMPY,
    C,
    Table,
    seconds,
    take_turns,
    use_processor_time,
    with_numpy,
)  # fmt: skip

EPOCHS, DEPTHS, SEEDS = 5000, (5, 7, 12, 17, 47), 16
CORES = os.cpu_count() or 1
# Those who take long run fewer epochs, and their time is multiplied.
FEWER = {peers.Torch: 100, peers.FusedTorch: 100, peers.Autograd: 50, peers.ScikitLearn: 200}


def made(kind):
    """A peer, or None and the reason."""
    try:
        return kind(), None
    except ImportError as error:
        return None, f"not installed ({error.name or error})"


def ours(net, epochs=EPOCHS, snapshots=200, seed=0):
    """Training as a reader calls it, recorded."""
    return partial(
        train, net, wiggly(), epochs=epochs, optimizer=Adam(3e-3), scale=0.5, seed=seed,
        snapshots=snapshots,
    )  # fmt: skip


def training(residual, depths, turns):
    """5000 full-batch epochs of Adam, one seed."""
    kind = "residual" if residual else "plain"
    table = Table(f"{EPOCHS} epochs, {kind}, by depth", depths)
    data, record = wiggly(), snapshot_epochs(EPOCHS)
    for depth in depths:
        net = deep_network(depth, residual=residual)
        theta = initialize(net, scale=0.5)
        rows = {
            C: (partial(Limit(net, data).train, theta, record), 1),
            FAST: (ours(net), 1),
            f"{NUMPY} (1000 epochs, × 5)": (with_numpy(ours(net, 1000, 40)), 5),
        }
        words, to_compile = {}, None
        for contestant in (*FEWER, peers.Jax):
            peer, missing = made(contestant)
            epochs = FEWER.get(contestant, EPOCHS)
            label = contestant.name
            if epochs < EPOCHS:
                label += f" ({epochs} epochs, × {EPOCHS // epochs})"
            try:
                run = partial(peer.trainer(net, data, theta), epochs) if peer else None
            except NotImplementedError as error:
                missing = str(error)
            if missing:
                words[label] = missing
            else:
                first = seconds(run)
                to_compile = first if contestant is peers.Jax else to_compile
                rows[label] = (run, EPOCHS / epochs)
        best = take_turns(rows, turns)
        if to_compile is not None:
            best["JAX, to compile first"] = to_compile - best[peers.Jax.name]
        table.put_all(depth, best | words)
    return table


def many_seeds(turns):
    """16 networks at once."""
    table = Table(f"{EPOCHS} epochs for {SEEDS} seeds, by depth", (5, 47))
    for depth in table.columns:
        net = deep_network(depth)
        thetas = initialize(net, seed=range(SEEDS), scale=0.5)
        limit = partial(Limit(net, wiggly()).train_many, thetas, snapshot_epochs(EPOCHS))
        rows = {
            C: (partial(limit, cores=1), 1),
            f"C on {CORES} cores": (partial(limit, cores=CORES), 1),
            FAST: (ours(net, seed=range(SEEDS)), 1),
            f"{NUMPY} (200 epochs, × 25)": (with_numpy(ours(net, 200, seed=range(SEEDS))), 25),
        }
        jax, missing = made(peers.Jax)
        label = "JAX jit and vmap, warm"
        if jax:
            rows[label] = (partial(jax.trainer(net, wiggly(), thetas), EPOCHS), 1)
            rows[label][0]()
        table.put_all(depth, take_turns(rows, turns) | ({} if jax else {label: missing}))
    return table


def planes(turns):
    """The loss over 101 × 101 points."""
    table = Table("A plane of 101 × 101 networks, by number of parameters", (78, 1338))
    data, t = wiggly(), np.linspace(-1, 1, 101)
    few = t[::10]
    for P, depth in zip(table.columns, (5, 47), strict=True):
        net = deep_network(depth)
        theta, d = initialize(net), landscape.random_directions(net, 2)
        whole = partial(landscape.plane, net, theta, d, t, t, data.x, data.y)
        rows = {
            C: (partial(Limit(net, data).plane, theta, d, t, t), 1),
            FAST: (whole, 1),
            NUMPY: (with_numpy(whole), 1),
        }
        words = {}
        label = "PyTorch, loop over the model (11 × 11 points, scaled)"
        torch, words[label] = made(peers.Torch)
        if torch:
            factor = (t.size / few.size) ** 2
            rows[label] = (partial(torch.plane, net, data, theta, d, few, few), factor)
        label = "JAX jit and vmap, warm"
        jax, words[label] = made(peers.Jax)
        if jax:
            rows[label] = (jax.plane(net, data, theta, d, t, t), 1)
            rows[label][0]()
        table.put_all(P, words | take_turns(rows, turns))
    return table


def single_matters(turns):
    """Per-sample gradients and spectral norms of the network with 888 parameters."""
    columns = ("per-sample gradients", "their norms", "spectral norms")
    table = Table("888 parameters, 30 samples", columns)
    net, data = deep_network(32, residual=True), wiggly()
    theta = initialize(net, scale=0.5)
    gradients = partial(backprop.per_sample_gradients, net, theta, data.x, data.y)
    norms = partial(backprop.per_sample_gradient_norms, net, theta, data.x, data.y)
    jobs = {
        columns[0]: {FAST: gradients, NUMPY: with_numpy(gradients)},
        columns[1]: {NUMPY: norms},
        columns[2]: {NUMPY: partial(operator_norms, net, theta)},
    }
    words = {}
    torch, words["PyTorch, loop"] = made(peers.Torch)
    if torch:
        single = partial(torch.per_sample_gradients, net, data, theta)
        jobs[columns[0]]["PyTorch, loop"] = single
        jobs[columns[2]]["PyTorch, loop"] = partial(torch.spectral_norms, net, theta)
    jax, words["JAX jit and vmap, warm"] = made(peers.Jax)
    if jax:
        run = jax.per_sample_gradients(net, data, theta)
        run()
        jobs[columns[0]]["JAX jit and vmap, warm"] = run
    for column, calls in jobs.items():
        rows = {row: (call, 1) for row, call in calls.items()}
        table.put_all(column, take_turns(rows, 10 * turns, patience=0.5))
        table.put_all(column, {row: word for row, word in words.items() if word})
    return table


def grids(size):
    """A square grid with about so many points."""
    return np.linspace(-1, 1, round(size**0.5))


def slopes(turns):
    """How the time grows: the exponent p of time ~ size^p between the two largest sizes."""
    sizes = {
        "depth": [(deep_network(d), wiggly(), d) for d in (5, 24, 47, 94)],
        "width": [(Network((1, w, w, w, 1)), wiggly(), w) for w in (5, 20, 40, 80)],
        "N": [(deep_network(7), wiggly(N), N) for N in (32, 128, 512, 1024)],
        "points of a plane": [(deep_network(5), wiggly(), g * g) for g in (26, 51, 101, 202)],
    }
    table = Table("Growth: p in time ~ sizeᵖ between the two largest sizes", sizes)
    for column, cases in sizes.items():
        times = {C: [], FAST: []}
        for net, data, size in cases:
            theta, limit, t = initialize(net, scale=0.5), Limit(net, data), grids(size)
            if column == "points of a plane":
                d = landscape.random_directions(net, 2)
                there = partial(limit.plane, theta, d, t, t)
                here = partial(landscape.plane, net, theta, d, t, t, data.x, data.y)
            else:
                there = partial(limit.train, theta, snapshot_epochs(500, 20))
                here = partial(train, net, data, epochs=500, optimizer=Adam(3e-3), snapshots=20)
            for label, best in take_turns({C: (there, 1), FAST: (here, 1)}, turns).items():
                times[label].append(best)
        growth = np.log(cases[-1][2] / cases[-2][2])
        for label, taken in times.items():
            each = (f"{case[2]}: {s * 1e3:.3g}" for case, s in zip(cases, taken, strict=True))
            exponent = np.log(taken[-1] / taken[-2]) / growth
            table.put(label, column, f"{exponent:.2f} ({', '.join(each)} ms)")
    return table


def main():
    """Runs the tables one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two depths, few turns")
    parser.add_argument("--write", action="store_true", help="keep the tables in RESULTS.md")
    parser.add_argument("--cpu", action="store_true", help="processor time, on a busy machine")
    options = parser.parse_args()
    if options.cpu:
        use_processor_time()
    turns, depths = (2, (5, 47)) if options.quick else (20, DEPTHS)
    compiled.kernels(print)
    kind = "processor time, summed over the cores" if options.cpu else "time on the clock"
    command = "python -m tests.benchmarks --write" + " --cpu" * options.cpu
    head = (
        f"{datetime.date.today()}, {CORES} cores, {platform.machine().replace('_', '-')}, Python "
        f"{platform.python_version()}, numpy {np.__version__}; {kind}.\nBest of several turns; in "
        "brackets the ratio to the limit, a C loop compiled for this very number of samples."
    )
    print(head, flush=True)
    text = [f"# Speed beside the peers\n\n`{command}`: {head}\n"]
    for make in (
        partial(training, False, depths),
        partial(training, True, depths),
        many_seeds,
        planes,
        single_matters,
        slopes,
    ):
        table = str(make(turns))
        print("\n" + table, flush=True)
        text.append(table)
    if options.write:
        Path(__file__).with_name("RESULTS.md").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
