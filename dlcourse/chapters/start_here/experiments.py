"""What notebook 00 trains: one small network, and the same one with more layers."""

import dlcourse as dl


def deeper(layers: int, residual: bool, seed: int) -> dl.Run:
    """A network with that many layers of width 5 on 30 points, 5000 epochs from halved weights.

    Raises ValueError for fewer than three layers or a seed that is no whole number.

    [002 Performance with increasing depth]
    """
    net = dl.deep_network(layers, residual=residual)
    return dl.trained(net, dl.wiggly(), seed=seed, scale=0.5, optimizer=dl.Adam(3e-3))
