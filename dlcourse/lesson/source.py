"""The equation, and below it the very code that the package runs: read, never copied."""

import ast
import inspect
import textwrap


def show_source(*objects, equation=None) -> "Source":
    """Show functions, methods or classes as they are, below their equation; docstrings fold away.

    The `equation`, or several in a list, is LaTeX without dollar signs. Raises ValueError without
    any object, and TypeError for something that has no Python source.
    """
    if not objects:
        raise ValueError("objects: name at least one function or class whose source to show")
    return Source([_Piece(thing) for thing in objects], equation)


class _Piece:
    """One object's source, apart from its docstring."""

    def __init__(self, thing):
        try:
            source = textwrap.dedent(inspect.getsource(thing)).rstrip()
            self.name = f"{inspect.unwrap(thing).__module__}.{inspect.unwrap(thing).__qualname__}"
        except (TypeError, OSError, AttributeError) as error:
            raise TypeError(
                f"objects must be functions, methods or classes written in Python, got {thing!r}"
            ) from error
        self.docstring = inspect.getdoc(thing) or ""
        self.code = _without_docstring(source)


def _without_docstring(source):
    tree = ast.parse(source).body[0]
    if not isinstance(tree, ast.FunctionDef | ast.ClassDef) or len(tree.body) == 1:
        return source
    if ast.get_docstring(tree) is None:
        return source
    first, lines = tree.body[0], source.splitlines()
    kept = lines[: first.lineno - 1] + lines[first.end_lineno :]
    while len(kept) > first.lineno and not kept[first.lineno - 1].strip():
        del kept[first.lineno - 1]  # the empty line between docstring and code
    return "\n".join(kept)


class Source:
    """What `show_source` returns: Markdown, so that each viewer colours and sets it in its way."""

    def __init__(self, pieces, equation):
        self._pieces = pieces
        self._equations = [equation] if isinstance(equation, str) else list(equation or ())

    def markdown(self) -> str:
        """The equations, then each source in a code block, docstrings folded below."""
        parts = [f"$$\n{equation.strip()}\n$$" for equation in self._equations]
        for piece in self._pieces:
            parts += [f"`{piece.name}`", _fenced(piece.code, "python")]
            if piece.docstring:
                told = _fenced(piece.docstring, "text")
                parts.append(
                    f"<details><summary>what it says of itself</summary>\n\n{told}\n\n</details>"
                )
        return "\n\n".join(parts)

    def __repr__(self):
        parts = [equation.strip() for equation in self._equations]
        parts += [f"# {piece.name}\n{piece.code}" for piece in self._pieces]
        return "\n\n".join(parts)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/markdown": self.markdown()}


def _fenced(text, language):
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"
