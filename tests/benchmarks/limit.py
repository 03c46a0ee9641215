"""The limit: `limit.c`, compiled at run time by the system's compiler and called through ctypes."""

import ctypes
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np

FLAGS = ["-O3", "-march=native", "-ffast-math", "-fno-finite-math-only", "-shared", "-fPIC"]


@cache
def library(N):
    """The compiled library for rows of N places. Raises ImportError without a C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise ImportError("no C compiler on PATH")
    target = Path(tempfile.mkdtemp(prefix="limit")) / f"limit{N}.so"
    source = Path(__file__).with_name("limit.c")
    subprocess.run([compiler, *FLAGS, f"-DN={N}", source, "-o", target, "-lm"], check=True)
    return ctypes.CDLL(str(target))


def _pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def _filled(matrix, N):
    last = np.repeat(matrix[:, -1:], N - matrix.shape[1], axis=1)
    return np.ascontiguousarray(np.concatenate([matrix, last], axis=1), dtype=float)


class Limit:
    """One network and data set, LeakyReLU, least squares, Adam."""

    def __init__(self, net, data):
        self.net, self.n_samples = net, data.N
        N = -(-data.N // 8) * 8
        self.library = library(N)
        self.widths = np.array(net.widths, np.int32)
        self.x, self.y = _filled(data.x, N), _filled(data.y, N)

    def _head(self):
        alpha = ctypes.c_double(0.01)
        return self.net.depth, _pointer(self.widths), int(self.net.residual), alpha

    def train(self, theta, record, rate=3e-3, b1=0.9, b2=0.999, eps=1e-8):
        """thetas (K, P) and losses (K,) from theta (P,), full batch."""
        P, record = self.net.n_params, record.astype(np.int32)
        theta, thetas, losses = theta.copy(), np.empty((record.size, P)), np.empty(record.size)
        self.library.train(
            *self._head(), P, _pointer(theta), _pointer(self.x), _pointer(self.y), self.n_samples,
            int(record[-1]), *(ctypes.c_double(c) for c in (rate, b1, b2, eps)), _pointer(record),
            record.size, _pointer(thetas), _pointer(losses),
        )  # fmt: skip
        return thetas, losses

    def train_many(self, thetas, record, cores):
        """The same for S starts (S, P) on so many cores."""
        if cores == 1:
            return [self.train(theta, record) for theta in thetas]
        with ThreadPoolExecutor(cores) as pool:
            return list(pool.map(lambda theta: self.train(theta, record), thetas))

    def plane(self, theta, directions, t1, t2):
        """The objective over a plane (T1, T2)."""
        out = np.empty((t1.size, t2.size))
        self.library.plane(
            *self._head(), self.net.n_params, _pointer(theta), _pointer(directions[0].copy()),
            _pointer(directions[1].copy()), _pointer(t1), t1.size, _pointer(t2), t2.size,
            _pointer(self.x), _pointer(self.y), self.n_samples, _pointer(out),
        )  # fmt: skip
        return out
