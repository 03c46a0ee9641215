"""The gradient on plain numpy, thousands of times in a row: the recursion, its arrays made once."""

from itertools import pairwise

import numpy as np


class RepeatedGradient:
    """∇_θ Σ_i L(m(x_i; θ), y_i) of the same data for a θ that changes in place.

    The arrays for z, v and the gradient are made once, and each z_j carries a row of ones: then one
    product [W_j b_j] [z_j; 1] is v_j, and one product e [z_j; 1]ᵀ gives both ∂L/∂W_j and ∂L/∂b_j.

    theta (..., P), x (n_1, N), y (n_{n+1}, N).

    [002 Backpropagation summarized]
    """

    def __init__(self, net, theta, x, y, loss):
        self.net, self.y, self.loss = net, y, loss
        self.out = np.empty(theta.shape)
        lead, n, N = theta.shape[:-1], net.depth, x.shape[-1]
        self.blocks, self.gradients = net.blocks(theta), net.blocks(self.out)
        self.transposed = [None, *(B[..., :-1].mT for B in self.blocks[1:])]
        self.ones = [None, *(np.ones((*lead, width + 1, N)) for width in net.widths[:-1])]
        self.ones_transposed = [None, *(z.mT for z in self.ones[1:])]
        self.z = [None, *(z[..., :-1, :] for z in self.ones[1:])]
        self.z[1][...] = x
        self.u = np.empty((*lead, net.widths[-1], N))
        rows = np.cumsum([0, *net.widths[1:-1]])  # all hidden v_j lie in one array
        self.all_v = np.empty((*lead, rows[-1], N))
        self.places = [None, *(slice(a, b) for a, b in pairwise(rows))]
        self.v = [None, *(self.all_v[..., place, :] for place in self.places[1:]), self.u]
        self.one_sigma = net.sigma[1] if len(set(net.sigma[1:n])) == 1 else None

    def __call__(self):
        """The gradient (..., P) at the present θ; the next call writes over it."""
        net, z, v, n = self.net, self.z, self.v, self.net.depth
        for j in range(1, n + 1):
            np.matmul(self.blocks[j], self.ones[j], out=v[j])  # v_j = W_j z_j + b_j
            if j < n:
                out = net.sigma[j](v[j])  # z_{j+1} = σ_j(v_j) (+ z_j)
                np.copyto(z[j + 1], out + z[j] if net.skips(j) else out)
        slope = self._slopes()
        delta = self.loss.gradient(self.u, self.y)  # δ_{n+1} = ∇L
        for j in range(n, 0, -1):
            e = delta * slope[j] if j < n else delta  # e = δ_{j+1} ⊙ σ′_j(v_j), σ_n = Id
            np.matmul(e, self.ones_transposed[j], out=self.gradients[j])  # Σ_i e [z_jᵀ 1]
            if j > 1:
                back = self.transposed[j] @ e  # δ_j = W_jᵀ e (+ δ_{j+1})
                delta = back + delta if net.skips(j) else back
        return self.out

    def _slopes(self):
        """σ′_j(v_j) of all hidden layers; at one go if they share their σ."""
        if self.one_sigma is None:
            layers = zip(self.net.sigma[1:-1], self.v[1:-1], strict=True)
            return [None, *(sigma.prime(v) for sigma, v in layers)]
        slopes = self.one_sigma.prime(self.all_v)
        return [None, *(slopes[..., place, :] for place in self.places[1:])]
