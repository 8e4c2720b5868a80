// Vectors over steps, such as histograms: a column for each step, a cell for each number.
import { element } from "./dom.js";
import { short, variable } from "./chart.js";

const HEIGHT = 190;
const MARGIN = { left: 58, right: 8, top: 6, bottom: 20 };
const count = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

export class Heat {
  constructor(title) {
    this.canvas = element("canvas", { tabindex: 0, role: "img", class: "heat" });
    this.words = element("p", { class: "faint", "aria-live": "polite" }, "Arrow keys or the mouse read single numbers.");
    this.element = element("section", { class: "card" }, element("h3", {}, title), this.canvas, this.words);
    this.title = title;
    this.canvas.addEventListener("keydown", event => this.key(event));
    this.canvas.addEventListener("pointermove", event => this.point(event));
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.element);
  }

  /** A strip is { steps, least, greatest, values }. */
  show(strip) {
    this.strip = strip;
    const last = strip.steps.length - 1;
    this.canvas.setAttribute("aria-label", this.title + ": " + strip.values[0].length + " numbers, from step " + strip.steps[0] + " to step "
      + strip.steps[last] + this.range(last));
    this.draw();
  }

  range(column) {
    const { least, greatest } = this.strip;
    return least[column] === null ? "" : ", between " + short(least[column]) + " and " + short(greatest[column]);
  }

  /** Where a cell begins, on the scale of its numbers or of their places. */
  edge(column, cell) {
    const { least, greatest, values } = this.strip;
    return this.scaled ? least[column] + (greatest[column] - least[column]) * cell / values[column].length : cell;
  }

  measure() {
    const { steps, least, greatest, values } = this.strip;
    this.scaled = least.every(Number.isFinite) && greatest.every(Number.isFinite) && greatest.some((end, i) => end > least[i]);
    this.low = this.scaled ? Math.min(...least) : 0;
    this.high = this.scaled ? Math.max(...greatest) : values[0].length;
    this.most = Math.max(1e-30, ...values.map(column => Math.max(...column.map(value => Math.abs(value ?? 0)))));
    const width = Math.max(120, this.element.clientWidth - 24);
    this.plot = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    this.x = column => MARGIN.left + this.plot.width * column / steps.length;
    this.y = value => MARGIN.top + this.plot.height * (this.high - value) / (this.high - this.low);
    return width;
  }

  draw() {
    if (!this.strip) {
      return;
    }
    const width = this.measure();
    const dots = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * dots);
    this.canvas.height = Math.round(HEIGHT * dots);
    this.canvas.style.width = width + "px";
    this.canvas.style.height = HEIGHT + "px";
    const to = this.canvas.getContext("2d");
    to.scale(dots, dots);
    to.clearRect(0, 0, width, HEIGHT);
    const snap = place => Math.round(place * dots) / dots;
    const { steps, values } = this.strip;
    const colors = [variable("--accent"), variable("--bad")];
    values.forEach((column, i) => column.forEach((value, k) => {
      if (value) {
        // A square root lets the few be seen beside the many.
        to.globalAlpha = Math.sqrt(Math.abs(value) / this.most);
        to.fillStyle = colors[value < 0 ? 1 : 0];
        // Whole dots: where neighbours overlap or leave a gap, lines are seen that are not there.
        const top = snap(this.y(this.edge(i, k + 1)));
        to.fillRect(snap(this.x(i)), top, snap(this.x(i + 1)) - snap(this.x(i)),
          Math.max(1 / dots, snap(this.y(this.edge(i, k))) - top));
      }
    }));
    to.globalAlpha = 1;
    to.strokeStyle = variable("--line");
    to.strokeRect(MARGIN.left, MARGIN.top, this.plot.width, this.plot.height);
    to.fillStyle = variable("--faint");
    to.font = "11px system-ui, sans-serif";
    to.textAlign = "right";
    to.textBaseline = "middle";
    for (const part of [0, 0.5, 1]) {
      const value = this.low + (this.high - this.low) * part;
      to.fillText(short(this.scaled ? value : Math.round(value)), MARGIN.left - 5, Math.min(HEIGHT - MARGIN.bottom, Math.max(MARGIN.top + 5, this.y(value))));
    }
    to.textBaseline = "alphabetic";
    to.textAlign = "left";
    to.fillText("step " + steps[0], MARGIN.left, HEIGHT - 5);
    to.textAlign = "right";
    to.fillText(String(steps[steps.length - 1]), width - MARGIN.right, HEIGHT - 5);
    this.mark(to);
  }

  mark(to) {
    if (!this.at) {
      return;
    }
    const [i, k] = this.at;
    if (i < this.strip.steps.length && k < this.strip.values[i].length) {
      const top = this.y(this.edge(i, k + 1));
      to.strokeStyle = variable("--text");
      to.lineWidth = 1.5;
      to.strokeRect(this.x(i), top, this.x(i + 1) - this.x(i), Math.max(2, this.y(this.edge(i, k)) - top));
    }
  }

  read(column, cell) {
    const { steps, values } = this.strip;
    const i = Math.max(0, Math.min(steps.length - 1, column));
    const k = Math.max(0, Math.min(values[i].length - 1, cell));
    this.at = [i, k];
    const value = values[i][k];
    this.words.textContent = "step " + steps[i] + ", " + (this.scaled ? short(this.edge(i, k)) + " to " + short(this.edge(i, k + 1)) : "number " + k)
      + ": " + (value === null ? "not finite" : count.format(value));
    this.draw();
  }

  key(event) {
    const [i, k] = this.at || [this.strip.steps.length - 1, Math.floor(this.strip.values[0].length / 2)];
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (move) {
      event.preventDefault();
      this.read(this.at ? i + move[0] : i, this.at ? k + move[1] : k);
    }
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const i = Math.floor((event.clientX - box.left - MARGIN.left) / this.plot.width * this.strip.steps.length);
    const value = this.high - (event.clientY - box.top - MARGIN.top) / this.plot.height * (this.high - this.low);
    if (i >= 0 && i < this.strip.steps.length) {
      const cells = this.strip.values[i].length;
      const low = this.edge(i, 0);
      this.read(i, Math.floor((value - low) / (this.edge(i, cells) - low || 1) * cells));
    }
  }

  close() {
    this.observer.disconnect();
  }
}
