"""How the lesson's cards look and behave: one quiet style, plain words, nothing lost off-line.

A card is a widget while a kernel runs, and Markdown in a saved notebook. Texts may hold `code`,
**bold** and $mathematics$; everything else is taken literally. Colours only underline what a word
already says, and follow the theme, light or dark.
"""

import functools
import html
import os
import re

import ipywidgets as widgets

from dlcourse.lifetime import Living
from dlcourse.style import BLUE, GREEN, GREY, VERMILLION

VIEW = "application/vnd.jupyter.widget-view+json"
SIGNS = {
    "compare": ("→", "One good answer", BLUE),
    "right": ("✓", "Right", GREEN),
    "not yet": ("○", "Not yet", GREY),
    "wrong": ("✗", "Not right", VERMILLION),
    "broken": ("✗", "This went wrong", VERMILLION),
}

STYLE = f"""<style>
.dlc-card {{ border-left: 4px solid {BLUE}; padding: 4px 4px 8px 14px; margin: 6px 0;
  max-width: 60em; overflow: visible; }}
.dlc-card .widget-html, .dlc-card .widget-htmlmath {{ height: auto; margin: 2px 0; }}
.dlc-card .widget-html-content, .dlc-card .widget-htmlmath-content, .dlc-card label {{
  color: var(--jp-content-font-color1, inherit); font-size: 15px;
  line-height: 1.5; white-space: normal; }}
.dlc-card p {{ margin: 2px 0; }}
.dlc-card .dlc-small {{ opacity: .75; font-size: .9em; }}
.dlc-card .dlc-verdict {{ border-left: 4px solid; padding-left: 10px; margin: 6px 0; }}
.dlc-card .dlc-verdict > * {{ color: var(--jp-content-font-color1, inherit); }}
.dlc-card button.jupyter-button {{ width: auto; min-width: 7em; }}
.dlc-card .widget-radio {{ width: auto; }}
.dlc-card .widget-radio-box {{ max-width: none; margin: 0; }}
.dlc-card .widget-radio-box label {{ display: flex; align-items: baseline; height: auto;
  padding: 3px 0; cursor: pointer; }}
.dlc-card .widget-radio-box label input {{ order: -1; flex: none; height: auto; line-height: 1;
  margin: 0 10px 0 2px; }}
.dlc-card pre.dlc-code {{ background: var(--jp-layout-color2, transparent); padding: 8px 12px;
  overflow-x: auto; line-height: 1.35; }}
.dlc-code .k, .dlc-code .kn, .dlc-code .ow {{ color: var(--jp-mirror-editor-keyword-color); }}
.dlc-code .s1, .dlc-code .s2, .dlc-code .sd {{ color: var(--jp-mirror-editor-string-color); }}
.dlc-code .c1 {{ color: var(--jp-mirror-editor-comment-color); font-style: italic; }}
.dlc-code .mi, .dlc-code .mf {{ color: var(--jp-mirror-editor-number-color); }}
.dlc-code .nf {{ color: var(--jp-mirror-editor-def-color); }}
</style>"""

_SPECIAL = r"`([^`\n]+)`|\*\*([^*\n]+)\*\*|\$[^$\n]+\$"


def as_html(text: str) -> str:
    """A text of the lesson as HTML; nothing in it is taken for a tag."""

    def tagged(found):
        code, bold = found.groups()
        return f"<code>{code}</code>" if code else f"<b>{bold}</b>" if bold else found[0]

    return re.sub(_SPECIAL, tagged, html.escape(text))


def as_markdown(text: str) -> str:
    """A text of the lesson as Markdown; a lone * or _, as in θ* or W_1, stays itself."""

    def literal(found):
        return found[0] if len(found[0]) > 1 else "\\" + found[0]

    return re.sub(_SPECIAL + r"|[\\*_<>]", literal, text)


def ended(title: str) -> str:
    """A title that ends like a sentence."""
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def code_html(source: str) -> str:
    """Python source as HTML, coloured by the theme."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    coloured = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="dlc-code">{coloured}</pre>'


def shown(callback):
    """A widget's callback of a card, whose failure is shown in the card and never lost.

    With DLCOURSE_STRICT=1, as in the tests, it is raised as well.
    """

    @functools.wraps(callback)
    def guarded(card, *event):
        try:
            callback(card, *event)
        except Exception as error:
            card.say("broken", f"{type(error).__name__}: {error}")
            if os.environ.get("DLCOURSE_STRICT") == "1":
                raise

    return guarded


class Card(Living):
    """A question or a check: a widget while a kernel runs, Markdown and plain text otherwise.

    Attributes:
        widget: the box with everything, to be placed anywhere.
        controls: the inputs by name.
        buttons: the buttons by name.
        message: the widget that holds the verdict.
    """

    def __init__(self, *children, controls=None, buttons=None):
        self.controls, self.buttons = controls or {}, buttons or {}
        self.message = widgets.HTMLMath()
        row = widgets.HBox(list(self.buttons.values()), layout=widgets.Layout(flex_flow="row wrap"))
        rows = [row] if self.buttons else []
        self.widget = widgets.VBox([widgets.HTML(STYLE), *children, *rows, self.message])
        self.widget.add_class("dlc-card")

    def say(self, state: str, text: str, *further: str):
        """Show a verdict, a coloured rule at its side; `state` is one of the keys of SIGNS."""
        sign, word, colour = SIGNS[state]
        below = "".join(f"<p>{as_html(paragraph)}</p>" for paragraph in further)
        self.message.value = (
            f'<div class="dlc-verdict" style="border-color:{colour}" role="status">'
            f"<p><b>{sign} {word}:</b> {as_html(text)}</p>{below}</div>"
        )

    def markdown(self) -> str:
        """What a saved notebook shows."""
        raise NotImplementedError

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            **self.widget._repr_mimebundle_(),
            "text/plain": str(self),
            "text/markdown": self.markdown(),
        }


def heading(label: str, title: str, text: str = "") -> widgets.HTMLMath:
    """The head of a card: its kind in small letters, its title in bold, the text below."""
    body = "".join(f"<p>{as_html(part)}</p>" for part in text.split("\n\n") if part)
    small = f'<span class="dlc-small">{html.escape(label)}</span>'
    return widgets.HTMLMath(f"<p>{small}<br><b>{as_html(title)}</b></p>{body}")


def button(words: str, **look) -> widgets.Button:
    """A button as wide as its words."""
    return widgets.Button(description=words, layout=widgets.Layout(width="auto"), **look)
