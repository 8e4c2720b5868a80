// The last values of chosen runs side by side, and what differs in their model files.
import { element, get, table } from "./dom.js";
import { short } from "./chart.js";

const MOST = 200;

/** The values of a model file by their paths. */
function flat(value, path, into) {
  if (value !== null && typeof value === "object" && Object.keys(value).length) {
    for (const [key, part] of Object.entries(value)) {
      flat(part, path ? path + "." + key : key, into);
    }
  } else {
    into.set(path, JSON.stringify(value));
  }
  return into;
}

function last(curve) {
  for (let i = curve.y.length - 1; i >= 0; i--) {
    if (curve.y[i] !== null) {
      return short(curve.y[i]);
    }
  }
  return "";
}

export class Compare {
  constructor(say) {
    this.say = say;
    this.element = element("div", {});
    this.definitions = new Map();
    this.known = "";
  }

  async definition(id) {
    if (!this.definitions.has(id)) {
      try {
        this.definitions.set(id, flat(JSON.parse((await get("api/network", { id })).definition), "", new Map()));
      } catch (problem) {
        this.definitions.set(id, new Map());
        this.say(problem.message);
      }
    }
    return this.definitions.get(id);
  }

  async update(state) {
    const runs = [];
    for (const id of state.selected) {
      runs.push({ ...await get("api/run", { id }), name: state.name(id), options: await this.definition(id) });
    }
    const rows = this.values(runs);
    const known = JSON.stringify([runs.map(run => run.id), rows, runs.map(run => run.events)]);
    if (known === this.known) {
      return;
    }
    this.known = known;
    this.element.replaceChildren(...(runs.length ? this.tables(runs, rows) : [element("p", {}, "Choose some runs.")]));
  }

  values(runs) {
    const names = [...new Set(runs.flatMap(run => run.epochCurves.map(curve => curve.name)))];
    return names.map(name => [name, ...runs.map(run => {
      const curve = run.epochCurves.find(one => one.name === name);
      return curve ? last(curve) : "";
    })]);
  }

  tables(runs, rows) {
    const columns = runs.map(run => [run.name, true]);
    const epochs = ["epochs", ...runs.map(run => String(Math.max(0, ...run.epochCurves.map(curve => curve.x[curve.x.length - 1] || 0))))];
    const parts = [table("After the last epoch", [["value"], ...columns], [epochs, ...rows])];
    const paths = [...new Set(runs.flatMap(run => [...run.options.keys()]))]
      .filter(path => new Set(runs.map(run => run.options.get(path))).size > 1);
    if (runs.length > 1) {
      parts.push(paths.length ? table(paths.length > MOST ? "The first " + MOST + " differences of the model files" : "Differences of the model files",
        [["option"], ...runs.map(run => [run.name])],
        paths.slice(0, MOST).map(path => [element("code", {}, path), ...runs.map(run => element("code", {}, run.options.get(path) ?? "—"))]))
        : element("p", {}, "The model files are the same."));
    }
    for (const run of runs.filter(one => one.events && one.events.length)) {
      parts.push(table(run.name + ": what happened", [["step", true], ["event"]], run.events.map(event => [String(event.step), event.words])));
    }
    return parts;
  }

  close() {}
}
