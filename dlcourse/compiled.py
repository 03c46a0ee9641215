"""The lecture's recursion once more, as loops that numba compiles."""


def available() -> bool:
    """Whether the fast kernels can be used."""
    return False


def serves(net, theta, x, y, loss) -> bool:
    """Whether a kernel exists for this call."""
    return False
