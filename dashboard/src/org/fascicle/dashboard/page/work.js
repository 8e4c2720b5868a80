// Work that the server does in the background for a run: asked for with a button, and shown when it is done.
import { element, get, post } from "./dom.js";

const count = new Intl.NumberFormat("en");

function progress(found, before) {
  return found.state === "working"
    ? "at work" + (found.all ? ": " + count.format(found.part) + " of " + count.format(found.all) : "") + " …"
    : found.state === "failed" ? "Not possible: " + found.problem
    : found.state === "done" ? "" : before;
}

/** For one run. What differs says a subclass: `before()` in words, `shown(found)` as elements, and perhaps `note(found)`. */
export class Work {
  constructor(id, say, path, first, again) {
    this.id = id;
    this.say = say;
    this.path = path;
    this.again = again;
    this.found = null;
    this.title = element("h2", {});
    this.button = element("button", { onclick: () => this.start() }, first);
    this.state = element("p", { class: "faint", role: "status" });
    this.body = element("div", {});
    this.element = element("section", { class: "card part" }, this.title,
      element("div", { class: "tools" }, this.button, this.state), this.body);
  }

  note() {
    return "";
  }

  async start() {
    try {
      await post(this.path, { id: this.id });
      this.found = null;
      await this.update(this.title.textContent, this.live);
    } catch (problem) {
      this.say(problem.message);
    }
  }

  async update(name, live) {
    this.title.textContent = name;
    this.live = live;
    // What was found stays until somebody asks again.
    if (this.found) {
      return;
    }
    const found = await get(this.path, { id: this.id });
    this.button.disabled = found.state === "working";
    this.state.textContent = progress(found, this.before()) + this.note(found);
    if (found.state === "done") {
      this.found = found;
      this.button.textContent = this.again;
      this.body.replaceChildren(...this.shown(found));
    }
  }
}

/** A view: such work for each chosen run. */
export class Works {
  constructor(say, type) {
    this.say = say;
    this.type = type;
    this.parts = new Map();
    this.element = element("div", {});
    this.empty = element("p", {}, "Choose a run.");
  }

  async update(state) {
    const parts = new Map(state.selected.map(id => [id, this.parts.get(id) || new this.type(id, this.say)]));
    if ([...parts.keys()].join("\n") !== [...this.parts.keys()].join("\n") || this.element.childElementCount === 0) {
      this.element.replaceChildren(...(parts.size ? [...parts.values()].map(part => part.element) : [this.empty]));
    }
    this.parts = parts;
    for (const [id, part] of parts) {
      await part.update(state.name(id), state.live(id));
    }
  }

  close() {}
}
