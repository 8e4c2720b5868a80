// The views that are charts: loss, metrics and rates of runs, and the health of layers.
import { address, element, get } from "./dom.js";
import { Charts, color } from "./chart.js";
import { Heat } from "./heat.js";

const VALIDATION = "val_";

function checkbox(label, changed) {
  const box = element("input", { type: "checkbox", onchange: changed });
  return { box, label: element("label", {}, box, " " + label) };
}

export class Curves {
  constructor() {
    this.log = checkbox("logarithmic scale", () => this.render());
    this.place = element("select", { id: "place", onchange: () => this.again() },
      element("option", { value: "epochCurves" }, "epochs"), element("option", { value: "stepCurves" }, "steps"));
    this.files = element("span", { class: "files" });
    this.charts = new Charts("epoch");
    this.body = element("div", {}, this.charts.element);
    this.empty = element("p", {}, "Choose a run. There is nothing to draw before its first epoch has ended.");
    this.element = element("div", {}, element("div", { class: "tools" },
      element("label", { for: "place" }, "over "), this.place, this.log.label, this.files,
      element("span", { class: "faint" }, "Drag to zoom, double click to see all.")), this.empty, this.body);
    this.runs = new Map();
  }

  again() {
    this.charts.close();
    this.charts = new Charts(this.place.value === "epochCurves" ? "epoch" : "step");
    this.body.replaceChildren(this.charts.element);
    this.render();
  }

  async update(state) {
    this.state = state;
    const runs = new Map();
    for (const id of state.selected) {
      const before = this.runs.get(id);
      // What has ended does not change; it is asked once more after its end.
      runs.set(id, before && !before.live && !state.live(id) ? before : await get("api/run", { id }));
    }
    const changed = [...runs.keys()].join("\n") !== [...this.runs.keys()].join("\n") || this.files.childElementCount === 0;
    this.runs = runs;
    if (changed) {
      this.files.replaceChildren(...state.selected.map(id =>
        element("a", { class: "button", href: address("csv", { id }), download: true }, "CSV of " + state.name(id))));
    }
    this.render();
  }

  render() {
    if (!this.state) {
      return;
    }
    const curves = [];
    for (const [id, run] of this.runs) {
      for (const curve of run[this.place.value] || []) {
        const validation = curve.name.startsWith(VALIDATION);
        curves.push({ title: validation ? curve.name.slice(VALIDATION.length) : curve.name, color: color(this.state.index(id)),
          dash: validation, label: this.state.name(id) + (validation ? ", validation" : ""), x: curve.x, y: curve.y });
      }
    }
    const titles = [...new Set(curves.map(curve => curve.title))];
    this.empty.hidden = titles.length > 0;
    this.charts.show(titles, title => curves.filter(curve => curve.title === title), this.log.box.checked);
  }

  close() {
    this.charts.close();
  }
}

export class Health {
  constructor() {
    this.log = checkbox("logarithmic scale", () => this.render());
    this.measure = element("select", { id: "measure", onchange: () => this.fetch() });
    this.places = element("select", { id: "places", onchange: () => this.render() },
      element("option", { value: "layers" }, "layers"), element("option", { value: "parameters" }, "parameters"));
    this.charts = new Charts("step");
    this.pages = element("select", { id: "pages", "aria-label": "which of them", onchange: () => this.fetch() });
    this.heats = new Map();
    this.heat = element("div", { class: "charts" });
    this.omitted = element("p", { class: "faint" });
    this.placesLabel = element("label", { for: "places" }, "of ");
    this.empty = element("p", {}, "No watch has measured a chosen run. train --dashboard lets all that are installed measure.");
    this.element = element("div", {}, element("div", { class: "tools" },
      element("label", { for: "measure" }, "measure "), this.measure,
      this.placesLabel, this.places, this.pages, this.log.label), this.empty, this.omitted, this.charts.element, this.heat);
    this.found = [];
    this.spreads = new Set();
  }

  async update(state) {
    this.state = state;
    const measures = new Set();
    this.ids = [];
    for (const id of state.selected) {
      const run = await get("api/run", { id });
      const spreads = run.spreads || [];
      spreads.forEach(measure => this.spreads.add(measure));
      const own = [...run.measures || [], ...spreads];
      own.forEach(measure => measures.add(measure));
      if (own.length) {
        this.ids.push([id, own]);
      }
    }
    const names = [...measures].sort();
    if (names.join("\n") !== this.names) {
      const before = this.measure.value;
      this.names = names.join("\n");
      this.measure.replaceChildren(...names.map(name => element("option", { value: name }, name)));
      this.measure.value = names.includes(before) ? before : names.find(name => name === "gradient_size/rms") || names[0] || "";
    }
    await this.fetch();
  }

  async fetch() {
    const measure = this.measure.value;
    const spread = this.spreads.has(measure);
    for (const each of [this.placesLabel, this.places, this.log.label, this.charts.element]) {
      each.hidden = spread;
    }
    this.pages.hidden = this.heat.hidden = this.omitted.hidden = !spread;
    if (spread) {
      await this.fetchSpreads(measure);
      return;
    }
    const found = [];
    for (const [id, own] of this.ids || []) {
      if (own.includes(measure)) {
        found.push([id, (await get("api/health", { id, measure })).curves]);
      }
    }
    this.found = found;
    this.render();
  }

  /** Histograms and other vectors: some layers or parameters at a time, since each has many numbers. */
  async fetchSpreads(measure) {
    const parts = [];
    let pages = [];
    let omitted = 0;
    for (const [id, own] of this.ids || []) {
      if (own.includes(measure)) {
        const found = await get("api/spread", { id, measure, from: this.pages.value || 0 });
        if (found.places.length > pages.length) {
          pages = found.places;
        }
        omitted += found.omitted;
        found.strips.forEach(strip => parts.push([this.state.name(id) + ": " + strip.name, strip]));
      }
    }
    const size = 6;
    const labels = pages.filter((name, i) => i % size === 0).map((name, i) => [i * size,
      pages.length === 1 ? name : name + " … " + pages[Math.min(pages.length, (i + 1) * size) - 1]]);
    if (labels.join("\n") !== this.pageLabels) {
      const before = this.pages.value;
      this.pageLabels = labels.join("\n");
      this.pages.replaceChildren(...labels.map(([from, label]) => element("option", { value: from }, label)));
      this.pages.value = labels.some(([from]) => String(from) === before) ? before : "0";
    }
    this.omitted.textContent = omitted ? omitted + " vectors are not kept: there are too many." : "";
    this.empty.hidden = parts.length > 0;
    const titles = parts.map(([title]) => title);
    for (const [title, heat] of this.heats) {
      if (!titles.includes(title)) {
        heat.close();
        this.heats.delete(title);
      }
    }
    for (const [title] of parts) {
      if (!this.heats.has(title)) {
        this.heats.set(title, new Heat(title));
      }
    }
    const order = titles.map(title => this.heats.get(title).element);
    if (order.length !== this.heat.childElementCount || order.some((element, i) => this.heat.children[i] !== element)) {
      this.heat.replaceChildren(...order);
    }
    parts.forEach(([title, strip]) => this.heats.get(title).show(strip));
  }

  render() {
    this.empty.hidden = this.found.length > 0;
    // A parameter's path has its layer's name before the slash. What measures only one of both is shown whatever is chosen.
    const parameters = this.places.value === "parameters";
    const chosen = curves => {
      const some = curves.filter(curve => curve.name.includes("/") === parameters);
      return some.length ? some : curves;
    };
    const titles = this.found.map(([id]) => this.state.name(id) + ": " + this.measure.value);
    this.charts.show(titles, title => chosen(this.found[titles.indexOf(title)][1]).map((curve, i) => ({ label: curve.name, color: color(i),
      dash: i >= 10, x: curve.x, y: curve.y })), this.log.box.checked);
  }

  close() {
    this.charts.close();
    this.heats.forEach(heat => heat.close());
  }
}
