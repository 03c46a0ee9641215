"""Many samples at once: a value that holds 8 or 32 numbers and computes with all of them together.

Processors add and multiply 4 or 8 numbers in one instruction. Whether a compiler uses that in an
ordinary loop is its own decision; with `Lanes` it is ours. In the loops of this folder v, z, δ and
e are lanes, one number per sample, and `+ - * /` mean what they mean for numbers; a plain number
beside lanes is taken for each of them. Nothing is checked here: the callers see to the bounds.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

DOUBLE, LONG, INDEX = ir.DoubleType(), ir.IntType(64), ir.IntType(32)


class Lanes(types.Type):
    """The type of `count` numbers side by side."""

    def __init__(self, count):
        self.count = count
        super().__init__(name=f"Lanes({count})")


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.VectorType(DOUBLE, fe_type.count))


def _constant(value, count, kind=DOUBLE):
    return ir.Constant(ir.VectorType(kind, count), [value] * count)


def _shuffle(builder, vector, picks):
    mask = ir.Constant(ir.VectorType(INDEX, len(picks)), picks)
    return builder.shuffle_vector(vector, ir.Constant(vector.type, ir.Undefined), mask)


def _as_lanes(context, builder, kind, value, count):
    """The value itself if it is lanes, else the number repeated in each lane."""
    if isinstance(kind, Lanes):
        return value
    number = context.cast(builder, value, kind, types.float64)
    empty = ir.Constant(ir.VectorType(DOUBLE, count), ir.Undefined)
    first = builder.insert_element(empty, number, ir.Constant(INDEX, 0))
    return _shuffle(builder, first, [0] * count)


def _all_lanes(context, builder, sig, args, count):
    return [
        _as_lanes(context, builder, kind, arg, count)
        for kind, arg in zip(sig.args, args, strict=True)
    ]


def _count(*kinds):
    return next(kind.count for kind in kinds if isinstance(kind, Lanes))


def _arithmetic(symbol, instruction):
    """Gives lanes the operator `symbol`."""

    @infer_global(symbol)
    class Typing(AbstractTemplate):
        def generic(self, args, kws):
            if len(args) == 2 and any(isinstance(a, Lanes) for a in args):
                return signature(Lanes(_count(*args)), *args)
            return None

    def lower(context, builder, sig, args):
        return getattr(builder, instruction)(
            *_all_lanes(context, builder, sig, args, sig.return_type.count)
        )

    for pair in ((Lanes, Lanes), (Lanes, types.Number), (types.Number, Lanes)):
        lower_builtin(symbol, *pair)(lower)


for _symbol, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _arithmetic(_symbol, _instruction)


@intrinsic(prefer_literal=True)
def lanes(typing, count, value):
    """`count` lanes (8 or 32, written as a number) that all hold `value`."""
    kind = Lanes(count.literal_value)

    def generate(context, builder, sig, args):
        return _as_lanes(context, builder, sig.args[1], args[1], kind.count)

    return kind(count, value), generate


@intrinsic
def spread(typing, like, value):
    """As many lanes as `like` has, all holding `value`."""

    def generate(context, builder, sig, args):
        return _as_lanes(context, builder, sig.args[1], args[1], like.count)

    return like(like, value), generate


def _pointer(context, builder, kind, array, at, count=None):
    """Where array[at] lies: a number, or the first of `count` lanes."""
    place = builder.gep(context.make_array(kind)(context, builder, array).data, [at])
    return builder.bitcast(place, ir.VectorType(DOUBLE, count).as_pointer()) if count else place


@intrinsic
def number(typing, array, at):
    """The entry array[at] of a flat array."""

    def generate(context, builder, sig, args):
        return builder.load(_pointer(context, builder, array, *args))

    return types.float64(array, types.int64), generate


@intrinsic
def load(typing, like, array, at):
    """The entries array[at], array[at + 1], … of a flat array, as many as `like` has."""

    def generate(context, builder, sig, args):
        return builder.load(_pointer(context, builder, array, *args[1:], like.count), align=8)

    return like(like, array, types.int64), generate


@intrinsic
def store(typing, array, at, value):
    """array[at], array[at + 1], … become the lanes of `value`."""

    def generate(context, builder, sig, args):
        builder.store(args[2], _pointer(context, builder, array, *args[:2], value.count), align=8)
        return context.get_dummy_value()

    return types.void(array, types.int64, value), generate


def _library(builder, name, arguments):
    """Calls one of LLVM's own functions of vectors."""
    vector = arguments[0].type
    kind = ir.FunctionType(vector, [vector] * len(arguments))
    full = f"llvm.{name}.v{vector.count}f64"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, full), arguments)


@intrinsic
def numbered(typing, like):
    """0, 1, 2, … in the lanes."""

    def generate(context, builder, sig, args):
        values = [float(q) for q in range(like.count)]
        return ir.Constant(ir.VectorType(DOUBLE, like.count), values)

    return like(like), generate


@intrinsic
def fma(typing, a, b, c):
    """A·b + c, rounded once where the processor can."""
    count = _count(a, b, c)

    def generate(context, builder, sig, args):
        return _library(builder, "fmuladd", _all_lanes(context, builder, sig, args, count))

    return Lanes(count)(a, b, c), generate


@intrinsic
def sqrt(typing, a):
    """√a in each lane."""
    return a(a), lambda context, builder, sig, args: _library(builder, "sqrt", args)


@intrinsic
def rounded(typing, a):
    """The nearest whole number in each lane."""
    return a(a), lambda context, builder, sig, args: _library(builder, "rint", args)


@intrinsic
def choose(typing, a, b, x, y):
    """In each lane x where a ≥ b, else y (also where a or b is not a number)."""
    count = _count(a, b, x, y)

    def generate(context, builder, sig, args):
        p, q, u, v = _all_lanes(context, builder, sig, args, count)
        return builder.select(builder.fcmp_ordered(">=", p, q), u, v)

    return Lanes(count)(a, b, x, y), generate


@intrinsic
def power_of_two(typing, k):
    """2ᵏ for whole numbers k from −1022 to 1023, written straight into the exponent bits."""

    def generate(context, builder, sig, args):
        whole = ir.VectorType(LONG, k.count)
        # adding 1.5 · 2⁵² moves k into the lowest bits of the mantissa
        shifted = builder.fadd(args[0], _constant(1.5 * 2.0**52, k.count))
        exponent = builder.shl(builder.bitcast(shifted, whole), _constant(52, k.count, LONG))
        biased = builder.add(exponent, _constant(1023 << 52, k.count, LONG))
        return builder.bitcast(biased, ir.VectorType(DOUBLE, k.count))

    return k(k), generate


@intrinsic
def total(typing, a):
    """The sum of all lanes, by halves."""

    def generate(context, builder, sig, args):
        vector, count = args[0], a.count
        while count > 1:
            count //= 2
            low = _shuffle(builder, vector, list(range(count)))
            high = _shuffle(builder, vector, list(range(count, 2 * count)))
            vector = builder.fadd(low, high)
        return builder.extract_element(vector, ir.Constant(INDEX, 0))

    return types.float64(a), generate
