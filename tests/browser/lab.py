"""What a reader does in JupyterLab, as methods: open, run all, move a slider, look."""

import base64
import time
from functools import partial
from pathlib import Path

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "browser"  # pictures that tests leave
RESULT_SECONDS = 60

# The notebook in front, seen through JupyterLab's own objects (`--expose-app-in-browser`).
PANEL = "window.jupyterapp.shell.currentWidget"
READY = f"() => !!(window.jupyterapp && {PANEL}?.sessionContext?.session?.kernel)"
STATE = f"""() => {{
  const panel = {PANEL};
  const cells = panel.content.widgets.filter(
    cell => cell.model.type === 'code' && cell.model.sharedModel.source.trim());
  const failed = cells.some(
    cell => cell.model.outputs.toJSON().some(output => output.output_type === 'error'));
  return {{
    idle: panel.sessionContext.session.kernel.status === 'idle',
    done: failed || cells.every(cell => cell.model.executionCount !== null),
  }};
}}"""
# The kernel answers in turn: when it has, all that the page sent before has been worked through.
IN_TURN = f"""() => Promise.race([
  {PANEL}.sessionContext.session.kernel.requestKernelInfo().catch(() => null),
  new Promise(done => setTimeout(done, 20000))]).then(() => null)"""
IMAGES = ".jp-Notebook img.widget-image"  # one for each live figure
SHUT_DOWN = f"() => {PANEL}.sessionContext.shutdown()"
CLEAR = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
CLOSE_LEFT = "() => window.jupyterapp.shell.collapseLeft()"
OUTPUTS = f"""() => {PANEL}.content.widgets.flatMap((cell, index) =>
  cell.model.type !== 'code' ? [] : cell.model.outputs.toJSON().map(output => [index, output]))"""
SHOW_CELL = f"""async index => {{
  const notebook = {PANEL}.content;
  await notebook.scrollToItem(index, 'start');
}}"""
CELL_OF = f"""image => {PANEL}.content.widgets.findIndex(cell => cell.node.contains(image))"""
# A live figure's image names its size in its class; at rest it holds two dots per pixel of that.
SHARP = r"""image => {
  const [, width] = /\bdlcourse-(\d+)-\d+\b/.exec(image.className) || [0, 0];
  return image.complete && image.naturalWidth >= 2 * width;
}"""
# The last thing to be seen is the sentence; only empty space may lie below the window's edge.
FITS = """output => {
  const seen = output.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
  const first = output.querySelector('.dlcourse-figure').getBoundingClientRect();
  const said = document.createRange();
  said.selectNodeContents(output.querySelector('[role=status], [role=alert]'));
  const last = said.getBoundingClientRect();
  return first.top >= seen.top - 1 && last.bottom <= seen.bottom + 1;
}"""
# A slow experiment shows its progress bar between two drafts, when the kernel itself is idle.
WORKING = """output => Array.from(output.querySelectorAll('.widget-hprogress'))
  .some(bar => getComputedStyle(bar).visibility === 'visible')"""
BYTES = """async image => {
  await image.decode();
  const buffer = await (await fetch(image.src)).arrayBuffer();
  return btoa(Array.from(new Uint8Array(buffer), byte => String.fromCharCode(byte)).join(''));
}"""


class LabPage:
    """One notebook in JupyterLab, in one browser page.

    Args:
        page: a Playwright page.
        server: a running LabServer.
        notebook: the notebook's file name in the server's folder.
    """

    def __init__(self, page, server, notebook):
        self.page, self.name = page, notebook
        self.complaints = []  # what the page's console reports as an error
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(server.address(notebook))
        page.wait_for_function(READY, timeout=60_000)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)

    def close_file_list(self):
        """Close the list of files on the left, as a presenter does who wants the room."""
        self.page.evaluate(CLOSE_LEFT)

    def run_all(self, seconds=RESULT_SECONDS):
        """Click Run > Run All Cells and wait for the kernel; returns the seconds taken."""
        self.page.evaluate(CLEAR)
        begin = time.monotonic()
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.wait(seconds)
        return time.monotonic() - begin

    def wait(self, seconds=RESULT_SECONDS):
        """Wait until every cell has run (or one has failed) and the kernel stays idle."""
        end, quiet = time.monotonic() + seconds, 0
        while quiet < 3:
            state = self.page.evaluate(STATE)
            quiet = quiet + 1 if state["idle"] and state["done"] else 0
            if time.monotonic() > end:
                raise TimeoutError(f"{self.name} is still running after {seconds} s")
            self.page.wait_for_timeout(100)

    def reveal(self):
        """Open every figure that waits for a prediction; returns how many did."""
        buttons = self.page.query_selector_all("button:has-text('Open the picture')")
        images = len(self.page.query_selector_all(IMAGES)) + len(buttons)
        for button in buttons:
            button.click()
        self.page.wait_for_function(
            "([images, count]) => document.querySelectorAll(images).length >= count",
            arg=[IMAGES, images], timeout=60_000,
        )  # fmt: skip
        self.wait()
        return len(buttons)

    def errors(self):
        """Every error output, and everything written to stderr, as readable lines."""
        found = list(self.complaints)
        for index, output in self.page.evaluate(OUTPUTS):
            if output["output_type"] == "error":
                found.append(f"cell {index}: {output['ename']}: {output['evalue']}")
            elif output.get("name") == "stderr":
                found.append(f"cell {index}: stderr: {output['text']}")
        return found

    def show_cell(self, index):
        """Scroll until the cell (counted from 0, all kinds) stands at the top of the window."""
        self.page.evaluate(SHOW_CELL, index)
        self.page.wait_for_timeout(150)

    def figures(self):
        """The live figures, top to bottom; those behind a prediction only after `reveal`."""
        self.page.wait_for_selector(IMAGES, state="attached")
        images = self.page.query_selector_all(IMAGES)
        return [Figure(self, image) for image in images]

    def scrolled(self):
        """By how many pixels the notebook is scrolled down."""
        return self.page.evaluate(f"() => {PANEL}.content.node.firstElementChild.scrollTop")

    def shut_down(self):
        """End the notebook's kernel."""
        self.page.evaluate(SHUT_DOWN)

    def screenshot(self, path, **options):
        """What the window shows, as a PNG file."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path), **options)


class Figure:
    """A live figure: its picture, its sentence and its controls, found around its image."""

    def __init__(self, lab, image):
        self.lab, self.page, self.image = lab, lab.page, image
        self.cell = self.page.evaluate(CELL_OF, image)
        self.output = image.evaluate_handle(
            "image => image.closest('.jp-OutputArea-output')"
        ).as_element()

    # ---------------------------------------------------------------- looking

    def show(self):
        """Scroll its top to the top of the window."""
        self.output.evaluate("node => node.scrollIntoView({block: 'start'})")
        self.page.wait_for_timeout(100)

    def picture(self):
        """The bytes of the picture now shown."""
        return base64.b64decode(self.image.evaluate(BYTES))

    @property
    def sentence(self):
        """The sentence under the picture, as the page shows it."""
        node = self.output.query_selector(".dlcourse-sentence :is([role=status], [role=alert])")
        return " ".join(node.inner_text().split()) if node else ""

    def box(self):
        """Where the picture is: x, y, width, height in CSS pixels."""
        return self.image.bounding_box()

    def place(self):
        """Where the picture stands in its figure, and how big it is: (x, y, width, height)."""
        picture, whole = self.box(), self.output.bounding_box()
        x, y = picture["x"] - whole["x"], picture["y"] - whole["y"]
        return tuple(round(side, 1) for side in (x, y, picture["width"], picture["height"]))

    def fits(self):
        """Whether all of it, from the controls to the sentence, is in the window at once."""
        return self.output.evaluate(FITS)

    def screenshot(self, path):
        """The figure with its controls, as a PNG file."""
        self.output.screenshot(path=str(path))

    def settle(self, quiet=0.3, seconds=90):
        """Wait until the kernel is idle and the sharp picture has stood still for `quiet` s."""
        self.page.evaluate(IN_TURN)
        last, since, end = None, time.monotonic(), time.monotonic() + seconds
        while time.monotonic() - since < quiet:
            if time.monotonic() > end:
                raise TimeoutError(f"the figure is not at rest after {seconds} s: {last}")
            now = self.image.get_attribute("src"), self.image.evaluate(SHARP)
            waiting = not now[1] or self.output.evaluate(WORKING)
            if now != last or waiting or not self.page.evaluate(STATE)["idle"]:
                last, since = now, time.monotonic()
            self.page.wait_for_timeout(30)

    def answer(self, label, move, seconds=90):
        """Make a `move` with a slider and wait for the picture that answers it.

        On a busy machine the kernel may begin only after the old picture has stood still for long.
        A move that leaves the slider's value as it was has no other answer.
        """
        source, place = self.image.get_attribute("src"), self.place_of(label)
        move()
        end, moved = time.monotonic() + seconds, self.place_of(label) != place
        while moved and self.image.get_attribute("src") == source and time.monotonic() < end:
            self.page.wait_for_timeout(30)
        self.settle()

    def place_of(self, label):
        """Where a slider stands, as its handle says."""
        return self.slider(label).get_attribute("aria-valuenow")

    # --------------------------------------------------------------- controls

    def sliders(self):
        """{label: handle} of the sliders."""
        found = {}
        for row in self.output.query_selector_all(".widget-inline-hbox:has([role=slider])"):
            found[_label(row)] = row.query_selector("[role=slider]")
        return found

    def slider(self, label):
        """The handle of the slider with this label."""
        return self._one(self.sliders(), label)

    def choices(self):
        """{label: {option: function that chooses it}} of lists and rows of toggle buttons."""
        found = {}
        for row in self.output.query_selector_all(".widget-toggle-buttons"):
            found[_label(row)] = {
                button.inner_text().strip(): button.click
                for button in row.query_selector_all("button")
            }
        for row in self.output.query_selector_all(".widget-dropdown"):
            select = row.query_selector("select")
            found[_label(row)] = {
                option: partial(select.select_option, label=option)
                for option in select.evaluate("s => Array.from(s.options, o => o.label)")
            }
        return found

    def switches(self):
        """{label: checkbox} of the switches."""
        return {
            row.inner_text().strip(): box
            for row in self.output.query_selector_all(".widget-checkbox")
            if (box := row.query_selector("input"))
        }

    def buttons(self):
        """{label or name: button} of the buttons; an icon's name ends at the colon."""
        return {
            button.inner_text().strip() or button.get_attribute("title").split(":")[0]: button
            for button in self.output.query_selector_all("button.jupyter-button")
            if not button.evaluate("node => !!node.closest('.widget-toggle-buttons, .widget-play')")
        }

    def press(self, label, key="ArrowRight", times=1):
        """Focus a slider and press a key, as a reader at the keyboard does."""
        self.slider(label).focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def drag(self, label, start=0.0, stop=1.0, seconds=1.0, sweeps=1, rate=60):
        """Drag a slider's handle between two fractions of its length, and let go.

        An odd number of `sweeps` goes to and fro and ends at `stop`.
        """
        handle = self.slider(label)
        handle.scroll_into_view_if_needed()
        track = handle.evaluate_handle("node => node.closest('.noUi-target')").as_element()
        box, here = track.bounding_box(), handle.bounding_box()
        y, mouse = here["y"] + here["height"] / 2, self.page.mouse
        mouse.move(here["x"] + here["width"] / 2, y)
        mouse.down()
        begin, steps = time.monotonic(), max(1, round(seconds * rate))
        for step in range(steps + 1):
            way = sweeps * step / steps
            way = way % 2 if way % 2 <= 1 else 2 - way % 2
            fraction = start + (stop - start) * way
            mouse.move(box["x"] + fraction * box["width"], y)
            pause = begin + step / rate - time.monotonic()
            if pause > 0:
                time.sleep(pause)
        mouse.up()

    # ---------------------------------------------------------------- handles

    def handles(self):
        """{name: node} of what can be touched in the picture."""
        found = self.output.query_selector_all(".dlc-handle")
        return {node.get_attribute("aria-label"): node for node in found}

    def handle(self, name):
        """The handle with this name."""
        return self._one(self.handles(), name)

    def centre(self, name):
        """The middle of a handle in the window: (x, y) in CSS pixels."""
        box = self.handle(name).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def pull(self, name, dx, dy, steps=10, let_go=True):
        """Drag a handle with the mouse by (dx, dy) CSS pixels."""
        self.handle(name).scroll_into_view_if_needed()
        (x, y), mouse = self.centre(name), self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + dx, y + dy, steps=steps)
        if let_go:
            mouse.up()

    def swipe(self, name, dx, dy, steps=10):
        """Drag a handle with a finger by (dx, dy) CSS pixels."""
        self.handle(name).scroll_into_view_if_needed()
        x, y = self.centre(name)
        session = self.page.context.new_cdp_session(self.page)

        def touch(kind, *points):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [*points]})

        touch("touchStart", {"x": x, "y": y})
        for k in range(1, steps + 1):
            touch("touchMove", {"x": x + dx * k / steps, "y": y + dy * k / steps})
        touch("touchEnd")

    def click(self, label):
        """Click the button with this label."""
        self._one(self.buttons(), label).click()

    def play(self):
        """Press the play button of the epochs; pressed again it pauses."""
        self.output.query_selector(".widget-play button:has(.fa-play, .fa-pause)").click()

    def choose(self, label, option):
        """Choose one option of a list or of a row of toggle buttons."""
        self._one(self._one(self.choices(), label), option)()

    def switch(self, label):
        """Click a switch."""
        self._one(self.switches(), label).click()

    @staticmethod
    def _one(found, label):
        if label not in found:
            raise LookupError(f"nothing named {label!r} in the figure, only {sorted(found)}")
        return found[label]


def _label(row):
    """The text of a widget's label, "" where it has none."""
    label = row.query_selector(".widget-label")
    return label.inner_text().strip() if label else ""
