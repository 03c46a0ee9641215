// The picture of a live figure: a PNG of the kernel, over it handles that the browser itself moves,
// and the stage. Nothing here is state: what is touched is sent, and the next picture answers.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const COARSE = 10; // how many steps an arrow key makes with Shift
const DARK = "[data-jp-theme-light=false], .vscode-dark, html[theme=dark] > body";
const SETTLE = 150; // milliseconds after the last change of the room until it is told
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function element(kind, name, parent) {
  const node = document.createElement(kind);
  node.className = name;
  parent?.append(node);
  return node;
}

// ---------------------------------------------------------------------------------- the handles

class Handles {
  constructor(model, frame) {
    Object.assign(this, { model, frame, nodes: [], held: null, count: 0 });
    this.tip = element("div", "dlc-tip", frame);
    this.tip.hidden = true;
    const heard = { pointerdown: "down", pointermove: "move", pointerup: "up", lostpointercapture: "up", keydown: "key" };
    for (const [name, act] of Object.entries(heard)) frame.addEventListener(name, (event) => this[act](event));
    for (const name of ["pointerover", "focusin"]) frame.addEventListener(name, (event) => this.hover(event.target));
    for (const name of ["pointerleave", "focusout"]) frame.addEventListener(name, () => this.hover(null));
  }

  // New handles, or the same at new places. The one that is held keeps its node, which the pointer
  // holds, even where others come before it, and stays below the pointer.
  update() {
    const kept = new Map(this.nodes.map((node) => [node.handle.id, node]));
    this.nodes = this.model.get("handles").map((handle) => {
      const node = kept.get(handle.id) ?? element("div", "");
      kept.delete(handle.id);
      if (node.handle?.kind !== handle.kind) this.name(node, handle);
      return Object.assign(node, { handle });
    });
    for (const node of kept.values()) node.remove();
    this.nodes.reduceRight(
      (next, node) => node.parentNode ? node : this.frame.insertBefore(node, next), null);
    const late = this.held && this.model.get("answers") < this.count;
    this.model.get("places").forEach((place, k) => {
      const node = this.nodes[k];
      if (!node) return;
      const held = this.held?.node === node && (this.held.down || late);
      const along = held ? node.handle.along : "";
      const old = node.place ?? place;
      this.put(node, [along.includes("x") ? old[0] : place[0], along.includes("y") ? old[1] : place[1]]);
    });
  }

  texts() {
    this.model.get("said").forEach(([value, tip], k) => {
      const node = this.nodes[k];
      if (!node) return;
      node.tip = tip;
      this.say(node, value);
    });
  }

  name(node, handle) {
    node.className = `dlc-handle dlc-${handle.along || handle.kind === "field" ? handle.kind : "spot"}`;
    node.dataset.along = handle.along;
    node.setAttribute("role", handle.along ? "slider" : handle.click ? "button" : "note");
    node.setAttribute("aria-label", handle.name);
    node.style.setProperty("--size", `${handle.size}px`);
    // Many spots are one stop of the Tab key; the arrow keys lead from one to the next.
    const first = !this.nodes.some((other) => other !== node && other.isSpot && other.tabIndex === 0);
    node.isSpot = !handle.along;
    node.tabIndex = node.isSpot && !first ? -1 : 0;
  }

  put(node, [x, y]) {
    const { kind, box, along: free } = node.handle;
    node.place = [x, y];
    const percent = (value) => `${100 * value}%`;
    const whole = kind === "area" || kind === "field";
    const across = whole || (kind === "line" && free === "y"); // over the width of the axes
    const upright = whole || (kind === "line" && free !== "y");
    Object.assign(node.style, {
      left: percent(across ? box[0] : x), width: across ? percent(box[2] - box[0]) : "",
      top: percent(upright ? box[1] : y), height: upright ? percent(box[3] - box[1]) : "",
    });
    node.style.setProperty("--x", percent((x - box[0]) / (box[2] - box[0])));
    node.style.setProperty("--y", percent((y - box[1]) / (box[3] - box[1])));
    if (node.isSpot) return;
    const [from, to, at] = node.handle.along === "y" ? [box[3], box[1], y] : [box[0], box[2], x];
    node.setAttribute("aria-valuenow", Math.round((100 * (at - from)) / (to - from)));
  }

  say(node, value) {
    node.setAttribute("aria-valuetext", value || `${node.getAttribute("aria-valuenow")} %`);
  }

  node(target) { return this.nodes.find((node) => node === target?.closest?.(".dlc-handle")); }

  at(event) {
    const box = this.frame.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  inside({ along, box: [left, top, right, bottom] }, [x, y], old) {
    return [along.includes("x") ? clamp(x, left, right) : old[0],
      along.includes("y") ? clamp(y, top, bottom) : old[1]];
  }

  down(event) {
    const node = this.node(event.target);
    if (!node || event.button > 0) return;
    node.focus({ preventScroll: true, focusVisible: false });
    event.preventDefault();
    event.stopPropagation();
    if (!node.handle.along) {
      if (node.handle.click) this.ask("click", node.handle);
      return;
    }
    const [x, y] = this.at(event);
    const jump = node.handle.kind === "field";
    const from = jump ? [0, 0] : [node.place[0] - x, node.place[1] - y];
    this.held = { node, from, down: true, moved: jump };
    node.setPointerCapture(event.pointerId);
    node.classList.add("dlc-held");
    this.hover(null);
    if (jump) this.drag(x, y); // a field is told only where the pointer is let go
  }

  move(event) {
    if (!this.held?.down) return;
    const [x, y] = this.at(event);
    this.held.moved = true;
    this.drag(x, y);
  }

  drag(x, y) {
    const { node, from } = this.held;
    this.put(node, this.inside(node.handle, [x + from[0], y + from[1]], node.place));
    if (this.waiting || node.handle.kind === "field") return; // one value for each frame of the screen is enough
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      if (this.held?.down) this.send(this.held.node, "drag");
    });
  }

  up() {
    if (!this.held?.down) return;
    const { node, moved } = this.held;
    this.held.down = false;
    node.classList.remove("dlc-held");
    cancelAnimationFrame(this.waiting);
    this.waiting = null;
    if (moved) this.send(node, "drop");
    else if (node.handle.click) this.ask("click", node.handle);
  }

  key(event) {
    const node = this.node(event.target);
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const { handle } = node;
    const arrow = ARROWS[event.key];
    if (arrow && node.isSpot) {
      const spots = this.nodes.filter((other) => other.isSpot);
      const next = spots[spots.indexOf(node) + arrow[0] + arrow[1]];
      if (next) {
        node.tabIndex = -1;
        next.tabIndex = 0;
        next.focus({ preventScroll: true });
      }
    } else if (arrow) {
      const [x, y] = node.place;
      const by = event.shiftKey ? COARSE : 1;
      // A step counts in the panel's own direction: the picture's y grows downwards.
      const [dx, dy] = [arrow[0] * Math.abs(handle.step[0]) * by, arrow[1] * Math.abs(handle.step[1]) * by];
      this.held = { node, down: false };
      this.put(node, this.inside(handle, [x + dx, y + dy], [x, y]));
      if (handle.kind !== "field") this.send(node, "key");
    } else if (handle.kind === "field" && event.key === "Enter") {
      this.send(node, "drop");
    } else if ((event.key === "Delete" || event.key === "Backspace") && handle.delete) {
      this.ask("delete", handle);
    } else if ((event.key === "Enter" || event.key === " ") && handle.click) {
      this.ask("click", handle);
    } else if (event.key === "Escape") {
      node.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  send(node, phase) {
    const [x, y] = node.place;
    this.count += 1;
    this.model.set("touch", { id: node.handle.id, x, y, phase, n: this.count });
    this.model.save_changes();
  }

  ask(act, handle) { this.model.send({ act, id: handle.id }); }

  hover(target) {
    const node = this.node(target);
    const named = (this.held?.down ? this.held.node : node)?.handle.name;
    const same = this.nodes.filter((other) => other.handle.name === named); // in other panels, too
    for (const other of this.nodes) other.classList.toggle("dlc-linked", same.length > 1 && same.includes(other));
    this.tip.hidden = !node?.tip || Boolean(this.held?.down);
    if (this.tip.hidden) return;
    const [x, y] = node.place;
    this.tip.textContent = node.tip;
    Object.assign(this.tip.style, x < 0.6
      ? { left: `calc(${100 * x}% + 16px)`, right: "auto" }
      : { right: `calc(${100 - 100 * x}% + 16px)`, left: "auto" });
    this.tip.style.top = `${100 * clamp(y, 0.05, 0.8)}%`;
  }
}

// ------------------------------------------------------------------------------------ the stage

// One for the page, whichever figure's script comes first: a figure, or a question, fills the screen.
const stage = window.dlcourseStage ?? {
  root: null,
  stops() {
    const page = this.root.closest(".jp-Notebook") ?? document;
    return [...page.querySelectorAll(".dlcourse-figure, .dlc-question")].filter(
      (node) => node === this.root || node.offsetParent !== null);
  },
  enter(root) {
    this.leave(true);
    this.root = root;
    root.setAttribute("popover", "manual"); // the top layer, whatever the page around it does
    root.classList.add("dlc-stage");
    root.style.setProperty("--zoom", Math.max(1, window.innerHeight / 640));
    root.showPopover?.();
    root.focus?.();
    if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => {});
    root.dlcourse?.room();
  },
  leave(staying = false) {
    const root = this.root;
    if (!root) return;
    this.root = null;
    root.classList.remove("dlc-stage", "dlc-blank");
    root.hidePopover?.();
    root.removeAttribute("popover");
    root.dlcourse?.room();
    if (staying) return;
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    root.scrollIntoView({ block: "start" });
  },
  // The next scene, or the next figure of the page after the last one.
  step(by) {
    const [number, count] = this.root.dlcourse?.model.get("scene") ?? [0, 0];
    if (by > 0 ? number < count : number > 1) {
      this.root.dlcourse.model.send({ act: "scene", by });
      return;
    }
    const stops = this.stops();
    const next = stops[stops.indexOf(this.root) + by];
    if (next) this.enter(next);
  },
  key(event) {
    if (!this.root || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select");
    const own = typing || event.target.closest?.("[role=slider]"); // arrows move what has the focus
    const on = { PageDown: 1, PageUp: -1, ...(own ? {} : { ArrowRight: 1, ArrowLeft: -1 }) }[event.key];
    if (on) this.step(on);
    else if (event.key === "Escape") this.leave();
    else if (typing) return;
    else if (event.key.toLowerCase() === "b" || event.key === ".") this.root.classList.toggle("dlc-blank");
    else if (event.key === " " && !event.target.closest?.("button, input, [role=button]")) {
      this.root.querySelector(".widget-play button:has(.fa-play, .fa-pause)")?.click();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  listen() {
    window.addEventListener("keydown", (event) => {
      const figure = event.target.closest?.(".dlcourse-figure, .dlc-card");
      // A page's commands of one key, such as "d d", do nothing while a control has the focus.
      if (figure) event.target.toggleAttribute(
        "data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter")));
      const typing = event.target.matches?.("input:not([type=checkbox],[type=radio]), textarea");
      if (figure && !this.root && event.key === "f" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.enter(figure);
      } else this.key(event);
    }, true);
    window.addEventListener("click", (event) => {
      const button = event.target.closest?.(".dlc-to-stage");
      if (button && this.root) this.leave();
      else if (button) this.enter(button.closest(".dlcourse-figure, .dlc-question"));
    }, true);
    window.addEventListener("pointerup", (event) => { // so that the arrow keys go on to the scenes
      if (this.root && event.target.closest?.(".noUi-handle, .dlc-handle, button")) {
        setTimeout(() => document.activeElement?.blur(), 0);
      }
    }, true);
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || this.leave());
    return this;
  },
}.listen();
window.dlcourseStage = stage;

// ---------------------------------------------------------------------------------- the picture

// What a screen reader says where ipywidgets name nothing: a slider's label, an icon's tooltip.
function nameControls(root) {
  for (const slider of root.querySelectorAll(".noUi-handle")) {
    const box = slider.closest(".widget-slider"), readout = box?.querySelector(".widget-readout");
    slider.setAttribute("aria-label", box?.querySelector(".widget-label")?.textContent ?? "");
    if (!readout || "read" in slider.dataset) continue;
    slider.dataset.read = "";
    // Of a list its value, not its index, which the slider itself writes there at each move.
    const say = () => { if (slider.ariaValueText !== readout.textContent) slider.ariaValueText = readout.textContent; };
    new MutationObserver(say).observe(slider, { attributeFilter: ["aria-valuetext"] });
    say();
  }
  for (const node of root.querySelectorAll("button, select[title]")) {
    const name = node.closest(".widget-play") ? "play, or pause" : node.title;
    if (name && (node.options || !/\w/.test(node.textContent))) node.setAttribute("aria-label", name);
  }
}

// Run All makes the last cell the active one and scrolls to it; a reader begins at the top.
function leaveAtTop(page) {
  const all = [...page.querySelectorAll(".jp-Cell")].at(-1)?.matches(".jp-mod-active");
  if (all && !page.dlcourseTop) page.querySelector(".jp-WindowedPanel-outer")?.scrollTo(0, 0);
  page.dlcourseTop = all;
}

function render({ model, el }) {
  el.classList.add("dlc-picture");
  const frame = element("div", "dlc-frame", el);
  const image = element("img", "", frame);
  image.draggable = false;
  const gone = element("div", "dlc-gone", frame);
  gone.textContent = "The kernel behind this figure is gone. Run this cell again (the import cell first).";
  const handles = new Handles(model, frame);

  const show = () => {
    const old = image.src;
    image.src = URL.createObjectURL(new Blob([model.get("value")], { type: "image/png" }));
    if (old) URL.revokeObjectURL(old);
  };
  const shape = () => {
    image.className = `widget-image ${model.get("shape")}`;
    const [width, height] = model.get("size");
    frame.style.setProperty("--width", width);
    frame.style.setProperty("--height", height);
  };
  const scene = () => {
    const [number, count, name] = model.get("scene");
    const root = el.closest(".dlcourse-figure");
    if (root) root.dataset.scene = count ? `${number || "–"} / ${count}${name ? `  ${name}` : ""}` : "";
  };
  const alt = () => { image.alt = model.get("alt"); };
  const told = { "change:value": show, "change:shape": shape, "change:size": shape, "change:alt": alt, "change:scene": scene,
    "change:handles": () => handles.update(), "change:places": () => handles.update(),
    "change:answers": () => handles.update(), "change:said": () => handles.texts() };
  for (const [name, action] of Object.entries(told)) model.on(name, action);
  for (const action of [shape, alt, show, () => handles.update(), () => handles.texts()]) action();

  // The room for the picture: the kernel draws it anew where the type would be too small otherwise.
  let [timer, fresh] = [null, true]; // fresh: not yet in the page
  const room = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const root = el.closest(".dlcourse-figure");
      if (!root || !el.offsetParent) return;
      root.dlcourse = { model, room };
      scene();
      nameControls(root);
      root.tabIndex = -1;
      if (fresh) leaveAtTop(root.closest(".jp-Notebook") ?? root);
      fresh = false;
      const staged = stage.root === root;
      const shown = { width: Math.round(el.clientWidth), height: Math.round(el.clientHeight),
        window: window.innerHeight, stage: staged, dark: document.body.matches(DARK) };
      if (JSON.stringify(shown) === JSON.stringify(model.get("shown"))) return;
      model.set("shown", shown);
      model.save_changes();
    }, SETTLE);
  };
  const watch = new ResizeObserver(room);
  watch.observe(el);
  window.addEventListener("resize", room);
  const theme = new MutationObserver(room);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  room();

  return () => {
    for (const observer of [watch, theme]) observer.disconnect();
    window.removeEventListener("resize", room);
    clearTimeout(timer);
    for (const [name, action] of Object.entries(told)) model.off(name, action);
    if (stage.root?.contains(el)) stage.leave();
    URL.revokeObjectURL(image.src);
  };
}

export default { render };
