// Where the time of a training step goes.
import { element, get, post } from "./dom.js";
import { progress } from "./work.js";

const MOST = 200;
const count = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

function bar(share, most) {
  const full = element("div", { class: "bar", "aria-hidden": "true" });
  full.style.width = 100 * share / most + "%";
  return element("td", { class: "share" }, full, element("span", {}, (100 * share).toFixed(1) + " %"));
}

function shown(found) {
  const parts = [...found.parts].sort((a, b) => b.micros - a.micros);
  const head = ["time", "kernel", "techniques", "from", "µs", "GB/s", "GFLOP/s"];
  const rows = parts.slice(0, MOST).map(part => element("tr", {}, bar(part.share, parts[0].share), element("td", {}, part.operation + (part.move ? " (moves only)" : "")),
    element("td", {}, part.techniques.join(", ")), element("td", {}, part.from.join(", ")), element("td", { class: "number" }, count.format(part.micros)),
    element("td", { class: "number" }, count.format(part.bytes / part.micros / 1e3)),
    element("td", { class: "number" }, count.format(part.operations / part.micros / 1e3))));
  return [element("p", {}, "A step of " + found.batch + " rows takes " + count.format(found.step) + " µs, " + count.format(found.rate) + " samples/s, on "
    + found.threads + (found.threads === 1 ? " thread" : " threads") + " in " + found.precision + ". Its " + parts.length + " kernels, each measured by itself, take "
    + count.format(found.kernels) + " µs. This machine reaches " + count.format(found.bytesPerSecond / 1e9) + " GB/s and "
    + count.format(found.operationsPerSecond / 1e9) + " GFLOP/s at best."),
  element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "kernels" }, element("table", { class: "kernels" },
    element("caption", {}, parts.length > MOST ? "The slowest " + MOST + " kernels" : "Kernels, the slowest first"),
    element("thead", {}, element("tr", {}, ...head.map((title, i) => element("th", { scope: "col", class: i > 3 ? "number" : null }, title)))),
    element("tbody", {}, ...rows)))];
}

class Part {
  constructor(id, say) {
    this.id = id;
    this.say = say;
    this.title = element("h2", {});
    this.button = element("button", { onclick: () => this.start() }, "Measure a step");
    this.state = element("p", { class: "faint", role: "status" });
    this.body = element("div", {});
    this.element = element("section", { class: "card part" }, this.title, element("div", { class: "tools" }, this.button, this.state), this.body);
  }

  async start() {
    try {
      await post("api/profile", { id: this.id });
      this.done = false;
      await this.update(this.title.textContent);
    } catch (problem) {
      this.say(problem.message);
    }
  }

  async update(name) {
    this.title.textContent = name;
    if (this.done) {
      return;
    }
    const found = await get("api/profile", { id: this.id });
    this.button.disabled = found.state === "working";
    this.state.textContent = progress(found, "Trains a copy for some seconds.")
      + (found.busy && found.state !== "done" ? " While a training runs, each of both takes longer." : "");
    if (found.state === "done") {
      this.done = true;
      this.button.textContent = "Measure again";
      this.body.replaceChildren(...shown(found));
    }
  }
}

export class Profile {
  constructor(say) {
    this.say = say;
    this.parts = new Map();
    this.element = element("div", {});
    this.empty = element("p", {}, "Choose a run.");
  }

  async update(state) {
    const parts = new Map(state.selected.map(id => [id, this.parts.get(id) || new Part(id, this.say)]));
    if ([...parts.keys()].join("\n") !== [...this.parts.keys()].join("\n") || this.element.childElementCount === 0) {
      this.element.replaceChildren(...(parts.size ? [...parts.values()].map(part => part.element) : [this.empty]));
    }
    this.parts = parts;
    for (const [id, part] of parts) {
      await part.update(state.name(id));
    }
  }

  close() {}
}
