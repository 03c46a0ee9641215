"""The equation, and below it the very code that the package runs: read, never copied."""

import ast
import inspect
import textwrap


def show_source(*objects, equation=None, docstring=False) -> "Source":
    """Show functions, methods or classes of the package as they are, below their equation.

    Args:
        *objects: what to show, one or more.
        equation: LaTeX without dollar signs, or several in a list.
        docstring: whether docstrings are open; otherwise they fold away below the code.

    Raises:
        ValueError: without any object.
        TypeError: for something that has no Python source.
    """
    if not objects:
        raise ValueError("objects: name at least one function or class whose source to show")
    return Source([_Piece(thing) for thing in objects], equation, docstring)


class _Piece:
    """One object's source, apart from its docstring."""

    def __init__(self, thing):
        try:
            self.full = textwrap.dedent(inspect.getsource(thing)).rstrip()
            self.name = f"{inspect.unwrap(thing).__module__}.{inspect.unwrap(thing).__qualname__}"
        except (TypeError, OSError, AttributeError) as error:
            raise TypeError(
                f"objects must be functions, methods or classes written in Python, got {thing!r}"
            ) from error
        self.docstring = inspect.getdoc(thing) or ""
        self.code = _without_docstring(self.full)


def _without_docstring(source):
    tree = ast.parse(source).body[0]
    first = tree.body[0] if hasattr(tree, "body") else None
    is_docstring = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    if not is_docstring or len(tree.body) == 1:
        return source
    lines = source.splitlines()
    kept = lines[: first.lineno - 1] + lines[first.end_lineno :]
    while len(kept) > first.lineno and not kept[first.lineno - 1].strip():
        del kept[first.lineno - 1]  # the empty line between docstring and code
    return "\n".join(kept)


class Source:
    """What `show_source` returns: Markdown, so that each viewer colours and sets it in its way."""

    def __init__(self, pieces, equation, docstring):
        self._pieces, self._open = pieces, docstring
        self._equations = [equation] if isinstance(equation, str) else list(equation or ())

    def markdown(self) -> str:
        """The equations, then each source in a code block, docstrings folded below."""
        parts = [f"$$\n{equation.strip()}\n$$" for equation in self._equations]
        for piece in self._pieces:
            parts.append(f"`{piece.name}`")
            parts.append(_fenced(piece.full if self._open else piece.code, "python"))
            if piece.docstring and not self._open:
                told = _fenced(piece.docstring, "text")
                parts.append(
                    f"<details><summary>what it says of itself</summary>\n\n{told}\n\n</details>"
                )
        return "\n\n".join(parts)

    def __str__(self):
        parts = [equation.strip() for equation in self._equations]
        parts += [f"# {p.name}\n{p.full if self._open else p.code}" for p in self._pieces]
        return "\n\n".join(parts)

    def __repr__(self):
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/markdown": self.markdown()}


def _fenced(text, language):
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"
