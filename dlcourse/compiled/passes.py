"""The forward and the backward pass of one network as loops over layers, rows and samples.

Samples lie innermost. Every row holds N places, the number of samples filled up to a multiple of 8;
the places that fill up repeat a sample and get δ = 0. Layer j is described by
`layers[j] = (n_j, n_{j+1}, skip, code of σ_j, where [W_j b_j] starts in θ, row of z_j, row of v_j)`
and `shapes[j] = (α, scale)` of σ_j; row 0 of both is empty, so that indices are the slides'.
"""

from dlcourse.compiled.lanes import fma, lanes, load, number, spread, store, total
from dlcourse.compiled.tables import function, inline, sigma


@inline
def forward_block(like, theta, at, layer, shape, z, here, there, slopes, slopes_at, N, keep):
    """z_{j+1} = σ_j(W_j z_j + b_j) (+ z_j) for as many samples as `like` has lanes.

    [W_j b_j] starts at theta[at], z_j at z[here], z_{j+1} at z[there].
    """
    n = layer[0]
    for i in range(layer[1]):
        W = at + i * (n + 1)
        v = spread(like, number(theta, W + n))  # b_j
        for k in range(n):
            v = fma(number(theta, W + k), load(like, z, here + k * N), v)  # + W_j z_j
        out, slope = sigma(layer[3], v, shape[0], shape[1])
        if layer[2]:
            out = out + load(like, z, here + i * N)
        store(z, there + i * N, out)
        if keep:
            store(slopes, slopes_at + i * N, slope)


@function
def forward(theta, first, layers, shapes, z, slopes, N, keep):
    """z_{j+1} = σ_j(W_j z_j + b_j) (+ z_j) for j = 1 … n, from z_1, which is in its place.

    θ starts at theta[first]; σ′_j(v_j) is kept if `keep`.
    """
    n = layers.shape[0] - 2
    for j in range(1, n + 1):
        layer, shape, at = layers[j], shapes[j], first + layers[j, 4]
        here, there, bent = layers[j, 5] * N, layers[j + 1, 5] * N, layers[j, 6] * N
        for s in range(0, N - 31, 32):
            forward_block(lanes(32, 0.0), theta, at, layer, shape, z, here + s, there + s,
                          slopes, bent + s, N, keep)  # fmt: skip
        for s in range(N // 32 * 32, N, 8):
            forward_block(lanes(8, 0.0), theta, at, layer, shape, z, here + s, there + s,
                          slopes, bent + s, N, keep)  # fmt: skip


@inline
def forget_padding(z, row, stop, N, n_samples):
    """The places that only fill up the rows of z become 0: their δ is 0, but 0 · ∞ is not."""
    for k in range(row, stop):
        for s in range(n_samples, N):
            z[k * N + s] = 0.0


@inline
def outer(e, z, z_at, n, m, N, gradient, at):
    """∂L/∂W_j = Σ_i e z_jᵀ and ∂L/∂b_j = Σ_i e, into the block that starts at gradient[at]."""
    for i in range(m):
        row = at + i * (n + 1)
        for k in range(n + 1):
            wide, rest = lanes(32, 0.0), lanes(8, 0.0)
            for s in range(0, N - 31, 32):
                each = load(wide, e, i * N + s)
                wide = fma(each, load(wide, z, z_at + k * N + s), wide) if k < n else wide + each
            for s in range(N // 32 * 32, N, 8):
                each8 = load(rest, e, i * N + s)
                rest = fma(each8, load(rest, z, z_at + k * N + s), rest) if k < n else rest + each8
            gradient[row + k] = total(wide) + total(rest)


@inline
def transposed_block(like, theta, at, n, m, e, delta, here, skip, N):
    """The same for as many samples as `like` has lanes, from the sample `here` on."""
    for k in range(n):
        d = load(like, delta, here + k * N) if skip else spread(like, 0.0)
        for i in range(m):
            d = fma(number(theta, at + i * (n + 1) + k), load(like, e, here + i * N), d)
        store(delta, here + k * N, d)


@inline
def transposed(theta, at, n, m, e, delta, skip, N):
    """δ_j = W_jᵀ e (+ δ_{j+1}), in place of δ_{j+1}; [W_j b_j] starts at theta[at]."""
    for s in range(0, N - 31, 32):
        transposed_block(lanes(32, 0.0), theta, at, n, m, e, delta, s, skip, N)
    for s in range(N // 32 * 32, N, 8):
        transposed_block(lanes(8, 0.0), theta, at, n, m, e, delta, s, skip, N)


@inline
def times_slope(delta, slopes, at, count, e):
    """e = δ_{j+1} ⊙ σ′_j(v_j)."""
    eight = lanes(8, 0.0)
    for q in range(0, count, 8):
        store(e, q, load(eight, delta, q) * load(eight, slopes, at + q))


@inline
def outer_by_sample(e, z, z_at, n, m, N, n_samples, gradients, at, P):
    """The same for each single sample s: e z_jᵀ and e, from gradients[at + s P] on."""
    for s in range(n_samples):
        for i in range(m):
            row, e_is = at + s * P + i * (n + 1), number(e, i * N + s)
            for k in range(n):
                gradients[row + k] = e_is * number(z, z_at + k * N + s)
            gradients[row + n] = e_is


@function
def backward(theta, first, layers, z, slopes, delta, e, N, singles, gradient):
    """From δ_{n+1} in `delta` to Σ_i ∇f_i, or to ∇f_i one by one for `singles` samples.

    θ and its gradient start at entry `first`, its single gradients at entry first · singles.
    """
    n = layers.shape[0] - 2
    P = layers[n + 1, 4]
    for j in range(n, 0, -1):
        n_in, n_out, skip, at = layers[j, 0], layers[j, 1], layers[j, 2] != 0, layers[j, 4]
        here = layers[j, 5] * N
        times_slope(delta, slopes, layers[j, 6] * N, n_out * N, e)
        if singles:
            outer_by_sample(e, z, here, n_in, n_out, N, singles, gradient, first * singles + at, P)
        else:
            outer(e, z, here, n_in, n_out, N, gradient, first + at)
        if j > 1:
            transposed(theta, first + at, n_in, n_out, e, delta, skip, N)


@inline
def sum_up(gradient, first, weights, sums):
    """Derivatives by entries become those by weights: at each place of a weight their sum."""
    if weights.size == 0:
        return
    for w in range(sums.size):
        sums[w] = 0.0
    for p in range(weights.size):
        if weights[p] >= 0:
            sums[weights[p]] += gradient[first + p]
    for p in range(weights.size):
        gradient[first + p] = sums[weights[p]] if weights[p] >= 0 else 0.0
