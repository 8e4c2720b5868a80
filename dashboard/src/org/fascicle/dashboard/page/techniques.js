// The installed techniques.
import { element, get, table } from "./dom.js";
import { Chart, color } from "./chart.js";

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
