// What the networks of chosen runs predict: a table of classes, and the rows behind each of its cells.
import { element, get } from "./dom.js";
import { Work, Works } from "./work.js";

const count = new Intl.NumberFormat("en");
const SCALE = 96;

function percent(part, all) {
  return all ? (100 * part / all).toFixed(1) + " %" : "";
}

/** Bytes of a picture, drawn so large that single pixels are seen. */
function picture(given, label) {
  const bytes = Uint8Array.from(atob(given.bytes), letter => letter.charCodeAt(0));
  const canvas = element("canvas", { width: given.width, height: given.height, role: "img", "aria-label": label, class: "picture" });
  const scale = Math.max(1, Math.floor(SCALE / Math.max(given.width, given.height)));
  canvas.style.width = given.width * scale + "px";
  canvas.style.height = given.height * scale + "px";
  const to = canvas.getContext("2d");
  const image = to.createImageData(given.width, given.height);
  for (let i = 0; i < given.width * given.height; i++) {
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = bytes[i * given.channels + (given.channels === 3 ? c : 0)];
    }
    image.data[4 * i + 3] = 255;
  }
  to.putImageData(image, 0, 0);
  return canvas;
}

function example(given) {
  const sure = given.probability === null ? "" : ", " + (given.probability >= 0 && given.probability <= 1
    ? (100 * given.probability).toFixed(1) + " %" : given.probability.toPrecision(3));
  const words = "row " + count.format(given.row) + (given.place ? " (" + given.place + ")" : "") + sure;
  return element("figure", {}, ...given.pictures.map(one => picture(one, words)),
    given.values.length ? element("dl", {}, ...given.values.flatMap(value => [element("dt", {}, value.name), element("dd", {}, value.value)])) : null,
    element("figcaption", { class: "faint" }, words));
}

/** A table of classes by classes. It is one stop of the tabulator; arrow keys go from cell to cell. */
class Matrix {
  constructor(output, choose) {
    this.output = output;
    this.choose = choose;
    const { classes, counts } = output;
    const sums = counts.map(row => row.reduce((sum, n) => sum + n, 0));
    this.cells = counts.map((row, t) => row.map((n, p) => this.cell(t, p, n, sums[t])));
    this.cells[0][0].tabIndex = 0;
    const head = element("tr", {}, element("th", { scope: "col" }, "is \\ predicted"),
      ...classes.map(name => element("th", { scope: "col" }, name)), element("th", { scope: "col" }, "right"));
    const body = this.cells.map((row, t) => element("tr", {}, element("th", { scope: "row" }, classes[t]),
      ...row.map(button => element("td", {}, button)), element("td", { class: "number" }, percent(counts[t][t], sums[t]))));
    this.element = element("div", { class: "scroll" }, element("table", { class: "matrix" },
      element("thead", {}, head), element("tbody", {}, ...body)));
    this.element.addEventListener("keydown", event => this.key(event));
  }

  cell(truth, predicted, n, all) {
    const { classes } = this.output;
    const button = element("button", { tabindex: -1, "data-at": truth + " " + predicted, "aria-pressed": "false",
      "aria-label": count.format(n) + " of class " + classes[truth] + " predicted as " + classes[predicted],
      onclick: () => this.press(truth, predicted) }, n ? count.format(n) : "·");
    if (n) {
      const share = Math.round(8 + 62 * Math.sqrt(n / all));
      button.style.backgroundColor = "color-mix(in srgb, var(" + (truth === predicted ? "--accent" : "--bad") + ") " + share + "%, transparent)";
    }
    return button;
  }

  press(truth, predicted) {
    this.focus(truth, predicted);
    this.cells.flat().forEach(cell => cell.setAttribute("aria-pressed", "false"));
    this.cells[truth][predicted].setAttribute("aria-pressed", "true");
    this.choose(truth, predicted);
  }

  focus(truth, predicted) {
    this.cells.flat().forEach(cell => { cell.tabIndex = -1; });
    this.cells[truth][predicted].tabIndex = 0;
    this.cells[truth][predicted].focus();
  }

  key(event) {
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const at = event.target.dataset && event.target.dataset.at;
    if (move && at) {
      event.preventDefault();
      const most = this.cells.length - 1;
      const [t, p] = at.split(" ").map(Number);
      this.focus(Math.max(0, Math.min(most, t + move[0])), Math.max(0, Math.min(most, p + move[1])));
    }
  }
}

/** One run. */
class Prediction extends Work {
  constructor(id, say) {
    super(id, say, "api/predictions", "Predict", "Predict again");
  }

  before() {
    return this.live ? "Predicts the test rows with the parameters of this moment; the training goes on."
      : "Predicts the test rows, or without them those to validate with.";
  }

  shown(found) {
    return found.outputs.map(output => this.output(found, output));
  }

  output(found, output) {
    const all = output.counts.flat().reduce((sum, n) => sum + n, 0);
    const right = output.counts.reduce((sum, row, i) => sum + row[i], 0);
    const examples = element("div", { "aria-live": "polite" },
      element("p", { class: "faint" }, "Choose a cell to see its rows: with the mouse, or with Tab, the arrow keys and Enter."));
    const matrix = new Matrix(output, (truth, predicted) => this.examples(output, truth, predicted, examples));
    return element("div", {}, element("p", {}, (found.outputs.length > 1 ? output.name + ": " : "") + found.rows
      + (found.step >= 0 ? " at step " + count.format(found.step) : "") + ": " + count.format(right) + " right, "
      + count.format(all - right) + " wrong, accuracy " + percent(right, all)
      + (output.unclear ? "; " + count.format(output.unclear) + " could not be judged" : "")), matrix.element, examples);
  }

  async examples(output, truth, predicted, into) {
    const names = output.classes;
    try {
      const found = await get("api/examples", { id: this.id, output: output.name, truth, predicted });
      const order = found.examples.length < 2 ? "" : truth === predicted ? ", the least sure first" : ", the surest first";
      into.replaceChildren(element("h3", {}, count.format(found.count) + " of class " + names[truth] + " predicted as " + names[predicted]
        + (found.examples.length < found.count ? "; " + found.examples.length + " of them" : "") + order),
      element("div", { class: "examples" }, ...found.examples.map(example)));
    } catch (problem) {
      into.replaceChildren(element("p", {}, problem.message));
    }
  }
}

export class Predictions extends Works {
  constructor(say) {
    super(say, Prediction);
  }
}
