"""The same jobs in other libraries, each as its own tutorials would write them.

A peer imports its library when it is made, so that a missing one is an ImportError then. Every job
returns what it computed, and takes fewer epochs or points where asked, for those that take long.
"""

import os
import warnings

import numpy as np


class Torch:
    """PyTorch, eager: a module, a loss, `torch.optim.Adam`."""

    name = "PyTorch eager"
    options: dict = {}  # noqa: RUF012 - a table of settings

    def __init__(self):
        import torch

        self.torch = torch
        torch.set_default_dtype(torch.float64)
        torch.set_num_threads(1)  # so small a network is slower on several

    def model(self, net, theta=None):
        """The network as a module, with θ in its parameters."""
        torch = self.torch

        class Model(torch.nn.Module):
            def __init__(self):
                super().__init__()
                pairs = zip(net.widths, net.widths[1:], strict=False)
                self.layers = torch.nn.ModuleList(torch.nn.Linear(n, m) for n, m in pairs)

            def forward(self, x):
                for j, layer in enumerate(self.layers, 1):
                    out = layer(x)
                    if j < net.depth:
                        out = torch.nn.functional.leaky_relu(out, 0.01)
                    x = out + x if net.skips(j) else out
                return x

        model = Model()
        if theta is not None:
            self.put(net, model, theta)
        return model

    def put(self, net, model, theta):
        """Writes θ (P,) into the module."""
        W, b = net.unpack(theta)
        with self.torch.no_grad():
            for j, layer in enumerate(model.layers, 1):
                layer.weight.copy_(self.torch.as_tensor(W[j].copy()))
                layer.bias.copy_(self.torch.as_tensor(b[j][:, 0].copy()))

    def data(self, data):
        """x and y with one sample per row, as the library wants it."""
        return (self.torch.as_tensor(np.ascontiguousarray(a.T)) for a in (data.x, data.y))

    def sum_of_losses(self, model, x, y):
        """Σ ½‖u − y‖²."""
        return 0.5 * ((model(x) - y) ** 2).sum()

    def trainer(self, net, data, theta):
        """A function of the number of epochs; returns the last mean loss."""
        model, (x, y) = self.model(net, theta), self.data(data)
        adam = self.torch.optim.Adam(model.parameters(), lr=3e-3, **self.options)

        def run(epochs):
            for _ in range(epochs):
                adam.zero_grad()
                loss = self.sum_of_losses(model, x, y) / data.N
                loss.backward()
                adam.step()
            return loss.item()

        return run

    def plane(self, net, data, theta, directions, t1, t2):
        """The usual loop: write θ into the model, evaluate, next point."""
        model, (x, y) = self.model(net), self.data(data)
        values = np.empty((t1.size, t2.size))
        with self.torch.no_grad():
            for i, a in enumerate(t1):
                for k, b in enumerate(t2):
                    self.put(net, model, theta + a * directions[0] + b * directions[1])
                    values[i, k] = self.sum_of_losses(model, x, y)
        return values

    def _gradient(self, net, model):
        parts = [
            self.torch.cat([layer.weight.grad, layer.bias.grad[:, None]], 1).ravel()
            for layer in model.layers
        ]
        return self.torch.cat(parts).numpy()

    def per_sample_gradients(self, net, data, theta):
        """A backward pass for each sample, (N, P)."""
        model, (x, y) = self.model(net, theta), self.data(data)
        rows = []
        for i in range(data.N):
            model.zero_grad()
            self.sum_of_losses(model, x[i : i + 1], y[i : i + 1]).backward()
            rows.append(self._gradient(net, model))
        return np.array(rows)

    def spectral_norms(self, net, theta):
        """‖W_j‖₂ of each layer in a loop."""
        norm = self.torch.linalg.matrix_norm
        return [norm(self.torch.as_tensor(W), 2).item() for W in net.unpack(theta)[0][1:]]


class FusedTorch(Torch):
    """PyTorch with the optimiser's step fused into one kernel."""

    name = "PyTorch, fused Adam"
    options = {"fused": True}  # noqa: RUF012


class Jax:
    """JAX, all epochs in one compiled loop; compiling is timed apart."""

    name = "JAX jit, warm"

    def __init__(self):
        os.environ.setdefault("JAX_PLATFORMS", "cpu")
        import jax

        jax.config.update("jax_enable_x64", True)
        self.jax = jax

    def objective(self, net, data):
        """Σ ½‖u − y‖² as a function of θ (P,)."""
        jnp, x, y = self.jax.numpy, self.jax.numpy.asarray(data.x), self.jax.numpy.asarray(data.y)

        def value(theta, x=x, y=y):
            z = x
            for j in range(1, net.depth + 1):
                n, m, at = net.widths[j - 1], net.widths[j], net.offsets[j - 1]
                block = theta[at : at + m * (n + 1)].reshape(m, n + 1)
                v = block[:, :-1] @ z + block[:, -1:]
                out = jnp.where(v >= 0, v, 0.01 * v) if j < net.depth else v
                z = out + z if net.skips(j) else out
            return 0.5 * jnp.sum((z - y) ** 2)

        return value

    def trainer(self, net, data, theta):
        """A function of the number of epochs; θ (P,) or (S, P) for S seeds at once."""
        jax, jnp = self.jax, self.jax.numpy
        gradient = jax.grad(self.objective(net, data))

        def epoch(t, state):
            theta, m, s = state
            g = gradient(theta) / data.N
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
            m_hat, s_hat = m / (1 - 0.9 ** (t + 1.0)), s / (1 - 0.999 ** (t + 1.0))
            return theta - 3e-3 * m_hat / (jnp.sqrt(s_hat) + 1e-8), m, s

        def loop(theta, epochs):
            zero = jnp.zeros_like(theta)
            return jax.lax.fori_loop(0, epochs, epoch, (theta, zero, zero))[0]

        compiled = jax.jit(jax.vmap(loop, (0, None)) if theta.ndim == 2 else loop)
        return lambda epochs: np.asarray(compiled(theta, epochs))

    def plane(self, net, data, theta, directions, t1, t2):
        """All points by vmap, returned as a function to be timed warm."""
        jax, value = self.jax, self.objective(net, data)

        def at(a, b):
            return value(theta + a * directions[0] + b * directions[1])

        compiled = jax.jit(jax.vmap(jax.vmap(at, (None, 0)), (0, None)))
        return lambda: np.asarray(compiled(t1, t2))

    def per_sample_gradients(self, net, data, theta):
        """By vmap over the samples, as a function to be timed warm."""
        jax, value = self.jax, self.objective(net, data)
        single = jax.grad(lambda theta, x, y: value(theta, x[:, None], y[:, None]))
        compiled = jax.jit(jax.vmap(single, (None, 1, 1)))
        return lambda: np.asarray(compiled(theta, data.x, data.y))


class Autograd:
    """HIPS autograd on numpy."""

    name = "HIPS autograd"

    def __init__(self):
        import autograd
        import autograd.numpy as anp

        self.grad, self.np = autograd.grad, anp

    def trainer(self, net, data, theta):
        """A function of the number of epochs; returns θ."""

        def value(theta):
            z = data.x
            for j in range(1, net.depth + 1):
                n, m, at = net.widths[j - 1], net.widths[j], net.offsets[j - 1]
                block = theta[at : at + m * (n + 1)].reshape((m, n + 1))
                v = self.np.dot(block[:, :-1], z) + block[:, -1:]
                out = self.np.where(v >= 0, v, 0.01 * v) if j < net.depth else v
                z = out + z if net.skips(j) else out
            return 0.5 * self.np.sum((z - data.y) ** 2) / data.N

        gradient = self.grad(value)

        def run(epochs):
            p, m, s = theta.copy(), np.zeros_like(theta), np.zeros_like(theta)
            for t in range(1, epochs + 1):
                g = gradient(p)
                m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
                p -= 3e-3 * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
            return p

        return run


class ScikitLearn:
    """scikit-learn's MLPRegressor: ReLU in place of LeakyReLU, no residual networks."""

    name = "scikit-learn (ReLU)"

    def __init__(self):
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPRegressor

        self.model, self.warning = MLPRegressor, ConvergenceWarning

    def trainer(self, net, data, theta):
        """A function of the number of epochs; returns the last loss."""
        if net.residual:
            raise NotImplementedError("has no residual networks")

        def run(epochs):
            model = self.model(
                hidden_layer_sizes=net.widths[1:-1], activation="relu", solver="adam", alpha=0.0,
                batch_size=data.N, learning_rate_init=3e-3, max_iter=epochs, tol=0.0,
                n_iter_no_change=epochs, shuffle=False, random_state=0,
            )  # fmt: skip
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", self.warning)
                model.fit(data.x.T, data.y[0])
            return model.loss_

        return run
