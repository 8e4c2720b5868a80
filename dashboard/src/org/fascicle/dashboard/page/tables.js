// The views that are tables: the network's layers, and the installed techniques.
import { element, get, table } from "./dom.js";
import { Chart, color } from "./chart.js";

const count = new Intl.NumberFormat("en");

export class Network {
  constructor(say) {
    this.say = say;
    this.element = element("div", {});
    this.shown = null;
  }

  async update(state) {
    const ids = state.selected.join("\n");
    if (ids === this.shown) {
      return;
    }
    this.shown = ids;
    const parts = [];
    for (const id of state.selected) {
      try {
        const { layers } = await get("api/layers", { id });
        const total = layers.reduce((sum, layer) => sum + layer.trainable + layer.fixed, 0);
        parts.push(table(state.name(id) + ": " + count.format(total) + " parameters",
          [["layer"], ["type"], ["output shape"], ["trained", true], ["kept beside", true]],
          layers.map(l => [l.name, l.type, element("code", {}, l.output), count.format(l.trainable), count.format(l.fixed)])));
      } catch (problem) {
        parts.push(element("p", {}, state.name(id) + ": " + problem.message));
      }
    }
    this.element.replaceChildren(...(parts.length ? parts : [element("p", {}, "Choose a run.")]));
  }

  close() {}
}

export class Techniques {
  constructor(say) {
    this.say = say;
    this.list = element("div", {});
    this.drawn = element("div", { class: "charts" });
    this.search = element("input", { type: "search", id: "search", oninput: () => this.render() });
    this.element = element("div", {}, element("div", { class: "tools" },
      element("label", { for: "search" }, "Search "), this.search), this.drawn, this.list);
    this.all = null;
    this.chart = null;
  }

  async update() {
    if (this.all === null) {
      this.all = (await get("api/techniques")).techniques;
      this.render();
    }
  }

  render() {
    const words = this.search.value.toLowerCase();
    const found = (this.all || []).filter(t => (t.kind + " " + t.name + " " + t.description).toLowerCase().includes(words));
    this.list.replaceChildren(table(found.length + " techniques",
      [["kind"], ["name"], ["formula"], ["what it is"]],
      found.map(t => [t.kind, element("div", {},
        t.kind === "activation" ? element("button", { onclick: () => this.draw(t.name) }, t.name) : t.name,
        element("p", { class: "faint" }, t.bundle + " " + t.version)),
      element("code", {}, t.formula), t.description + (t.source ? " " + t.source : "")])));
  }

  async draw(name) {
    try {
      const { curves } = await get("api/drawing", { name });
      this.close();
      this.chart = new Chart(name, "z");
      this.drawn.replaceChildren(this.chart.card);
      this.chart.show([{ label: name, color: color(0), x: curves[0].x, y: curves[0].y }], false);
      this.chart.card.scrollIntoView({ block: "nearest" });
    } catch (problem) {
      this.say(problem.message);
    }
  }

  close() {
    if (this.chart) {
      this.chart.close();
      this.chart = null;
    }
  }
}
