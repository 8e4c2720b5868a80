import uPlot from "./uPlot.js";
import { element } from "./dom.js";

const COLORS = ["#2f7ed8", "#e07b00", "#2e9e4f", "#c8372d", "#8a5cc8", "#8c6d46", "#d6589f", "#6b7785", "#9a9a00", "#1199aa"];
const HEIGHT = 240;

export function color(index) {
  return COLORS[index % COLORS.length];
}

export function variable(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function short(value) {
  if (value === null || value === undefined) {
    return "";
  }
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** A chart in a card. It is drawn anew if its lines are others, and else only gets their numbers, so that a zoom stays. */
export class Chart {
  constructor(title, place) {
    this.title = title;
    this.place = place;
    this.host = element("div", { role: "img", "aria-label": title });
    this.card = element("section", { class: "card" }, element("h3", {}, title), this.host);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.host);
  }

  /** Lines are { label, color, dash, x, y }. */
  show(lines, log) {
    const given = lines.map(line => [line.x, log ? line.y.map(y => y !== null && y > 0 ? y : null) : line.y]);
    const data = given.length === 0 ? [[]] : uPlot.join(given);
    const shape = JSON.stringify([lines.map(line => [line.label, line.color, line.dash]), log, variable("--text")]);
    this.host.setAttribute("aria-label", this.title + ": " + lines.map(
      line => line.label + " " + short(line.y.length ? line.y[line.y.length - 1] : null)).join(", "));
    if (this.plot && this.shape === shape) {
      this.plot.setData(data, !this.zoomed);
      if (this.zoomed) {
        this.plot.redraw();
      }
      return;
    }
    this.destroyPlot();
    this.shape = shape;
    this.zoomed = false;
    const axis = { stroke: variable("--faint"), grid: { stroke: variable("--line"), width: 1 },
      ticks: { stroke: variable("--line"), width: 1 } };
    this.plot = new uPlot({
      width: this.width(), height: HEIGHT, pxAlign: 0,
      scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
      axes: [{ ...axis, label: this.place, labelSize: 18, labelGap: 0 }, { ...axis, size: 62, values: (u, ticks) => ticks.map(short) }],
      series: [{ label: this.place, value: (u, x) => short(x) }, ...lines.map(line => ({
        label: line.label, stroke: line.color, width: 1.6, dash: line.dash ? [6, 4] : undefined, spanGaps: true,
        points: { show: line.x.length < 40 }, value: (u, y) => short(y) }))],
      hooks: { setSelect: [u => { this.zoomed = this.zoomed || u.select.width > 0; }] },
    }, data, this.host);
    this.plot.over.addEventListener("dblclick", () => { this.zoomed = false; });
  }

  width() {
    return Math.max(200, this.host.clientWidth || 400);
  }

  resize() {
    if (this.plot && this.plot.width !== this.width()) {
      this.plot.setSize({ width: this.width(), height: HEIGHT });
    }
  }

  destroyPlot() {
    if (this.plot) {
      this.plot.destroy();
      this.plot = null;
    }
  }

  close() {
    this.observer.disconnect();
    this.destroyPlot();
  }
}

/** Charts by title, in the order in which they are first asked for. */
export class Charts {
  constructor(place) {
    this.place = place;
    this.all = new Map();
    this.element = element("div", { class: "charts" });
  }

  show(titles, lines, log) {
    for (const [title, chart] of this.all) {
      if (!titles.includes(title)) {
        chart.close();
        chart.card.remove();
        this.all.delete(title);
      }
    }
    for (const title of titles) {
      let chart = this.all.get(title);
      if (!chart) {
        chart = new Chart(title, this.place);
        this.all.set(title, chart);
        this.element.append(chart.card);
      }
      chart.show(lines(title), log);
    }
  }

  close() {
    this.all.forEach(chart => chart.close());
  }
}
