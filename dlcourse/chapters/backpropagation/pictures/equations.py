"""The equation of a step: in symbols, in numbers, and in words what it needs."""

from dlcourse import IDENTITY, style

low = style.low


def short(value) -> str:
    """A number with three digits at most behind the point, in plain letters."""
    text = f"{float(value):.3f}" if abs(value) < 10 else f"{float(value):.1f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def factor(value) -> str:
    """A number as a factor of a product: negative ones in brackets."""
    text = short(value)
    return f"({text})" if text.startswith("−") else text


def products(pairs) -> str:
    """`a·b + c·d` of pairs (a, b)."""
    return " + ".join(f"{factor(a)}·{factor(b)}" for a, b in pairs)


def equations(moment) -> tuple[str, str, str]:
    """The last step of a `Moment`: its equations in symbols, and each of them in numbers."""
    now = moment.now
    return {"input": _input, "forward": _forward, "loss": _loss, "row": _row, "back": _back}[
        now.kind
    ](moment, now.j, now.i)


def _input(moment, j, i):
    values = ", ".join(short(x) for x in moment.z[1][:, 0])
    return f"{low('z', 1)} = x", f"{low('z', 1)} = ({values})", ""


def _sigma(moment, j):
    return "" if moment.net.sigma[j] is IDENTITY else low("σ", j)


def _forward(moment, j, i):
    out, v, z = low("z", j + 1), low("v", j), low("z", j)
    w, b = moment.W[j][i - 1], moment.b[j][i - 1, 0]
    added = f" + {z}[{i}]" if moment.net.skips(j) else ""
    sigma = _sigma(moment, j)
    bent = f"{sigma}({v}[{i}])" if sigma else f"{v}[{i}]"
    total = (
        f"{v}[{i}] = {low('W', j)}[{i},·] {z} + {low('b', j)}[{i}],   {out}[{i}] = {bent}{added}"
    )
    sums = f"{products(zip(w, moment.z[j][:, 0], strict=True))} + {factor(b)}"
    value = short(moment.value("v", j, i))
    skipped = f" + {factor(moment.value('z', j, i))}" if moment.net.skips(j) else ""
    result = short(moment.value("z", j + 1, i))
    last = f"{sigma}({value}){skipped} = {result}" if sigma else f"{out}[{i}] = {result}"
    return total, f"{sums} = {value}", last


def _loss(moment, j, i):
    out = low("z", j)
    told = f"L = ½({out} − y)²,   {low('δ', j)} = ∂L/∂{out} = {out} − y"
    output, y = moment.z[j][0, 0], moment.y[0, 0]
    back = short(moment.delta[j][0, 0])
    return told, f"L = {short(moment.loss)}", f"{short(output)} − {factor(y)} = {back}"


def _row(moment, j, i):
    e, d, v = (low(letter, k) for letter, k in (("e", j), ("δ", j + 1), ("v", j)))
    sigma = _sigma(moment, j)
    bent = f" {low('σ', j).replace('σ', 'σ′')}({v}[{i}])" if sigma else ""
    told = (
        f"{e}[{i}] = {d}[{i}]{bent},   ∂L/∂{low('W', j)}[{i},·] = {e}[{i}] {low('z', j)}ᵀ,   "
        f"∂L/∂{low('b', j)}[{i}] = {e}[{i}]"
    )
    value, back = moment.value("e", j, i), moment.value("δ", j + 1, i)
    prime = float(moment.net.sigma[j].prime(moment.v[j])[i - 1, 0])
    times = f"{factor(back)}·{short(prime)} = " if sigma else ""
    row = ", ".join(short(entry) for entry in moment.dW[j][i - 1])
    return (
        told,
        f"{times or f'{e}[{i}] = '}{short(value)}",
        f"{factor(value)} {low('z', j)}ᵀ = ({row})",
    )


def _back(moment, j, i):
    d, e, w = low("δ", j), low("e", j), low("W", j)
    skips = moment.net.skips(j)
    added = f" + {low('δ', j + 1)}[{i}]" if skips else ""
    told = f"{d}[{i}] = {w}[·,{i}]ᵀ {e}{added}"
    sums = products(zip(moment.W[j][:, i - 1], moment.e[j][:, 0], strict=True))
    short_way = f" + {factor(moment.value('δ', j + 1, i))}" if skips else ""
    return told, f"{sums}{short_way} = {short(moment.value('δ', j, i))}", ""
