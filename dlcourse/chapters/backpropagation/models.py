"""Backward passes of a plain network: the right one, and those that the usual slips make."""


def package_backward(net, W, z, v, delta):
    """∂L/∂W_j and ∂L/∂b_j, lists from index 1, by the lecture's recursion.

    [002 Backpropagation summarized]
    """
    dW, db = [None] * (net.depth + 1), [None] * (net.depth + 1)
    for j in range(net.depth, 0, -1):
        e = delta * net.sigma[j].prime(v[j])  # e_j = δ_{j+1} ⊙ σ′_j(v_j)
        dW[j], db[j] = e @ z[j].T, e.sum(axis=1, keepdims=True)
        delta = W[j].T @ e  # δ_j = W_jᵀ e_j
    return dW, db


def variant(prime=lambda sigma, z, v: sigma.prime(v), step=lambda W, e, d: W.T @ e, of=None):
    """The backward pass with another σ′, another step back, or another layer's state."""

    def backward(net, W, z, v, delta):
        dW, db = [None] * (net.depth + 1), [None] * (net.depth + 1)
        for j in range(net.depth, 0, -1):
            e = delta * prime(net.sigma[j], z[j], v[j])
            state = z[j] if of is None else of(net, z, j)
            dW[j], db[j] = e @ state.T, e.sum(axis=1, keepdims=True)
            delta = step(W[j], e, delta)
        return dW, db

    return backward


SLIPS = (
    (variant(step=lambda W, e, d: W.T @ d), "δ_j is made from δ_{j+1}; make it from e_j = δ_{j+1} "
     "⊙ σ′_j(v_j)."),
    (variant(prime=lambda sigma, z, v: 1.0), "σ′_j(v_j) is missing."),
    (variant(prime=lambda sigma, z, v: sigma(v)), "σ_j stands where σ′_j belongs."),
    (variant(prime=lambda sigma, z, v: sigma.prime(sigma(v))), "σ′_j is taken at σ_j(v_j); it "
     "belongs at v_j."),
    (variant(step=lambda W, e, d: W @ e if len(W) == len(W.T) else W.T @ e), "the transpose of "
     "W_j is missing where W_j is square."),
    (variant(step=lambda W, e, d: -(W.T @ e)), "δ_j has the wrong sign."),
    (variant(of=lambda net, z, j: z[j + 1] if z[j].shape == z[j + 1].shape else z[j]), "z_{j+1} "
     "stands where z_j belongs."),
)  # fmt: skip
