// Where the time of a training step goes.
import { element } from "./dom.js";
import { Work, Works } from "./work.js";

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

class Measured extends Work {
  constructor(id, say) {
    super(id, say, "api/profile", "Measure a step", "Measure again");
  }

  before() {
    return "Trains a copy for some seconds.";
  }

  note(found) {
    return found.busy && found.state !== "done" ? " While a training runs, each of both takes longer." : "";
  }

  shown(found) {
    return shown(found);
  }
}

export class Profile extends Works {
  constructor(say) {
    super(say, Measured);
  }
}
