import { element, get, post } from "./dom.js";
import { color } from "./chart.js";
import { Curves, Health } from "./curves.js";
import { ModelView } from "./model.js";
import { Compare } from "./compare.js";
import { controls } from "./control.js";
import { Network } from "./network.js";
import { Predictions } from "./predictions.js";
import { Profile } from "./profile.js";
import { Techniques } from "./techniques.js";

const PAUSE = 1000;
const VIEWS = [["Curves", Curves], ["Health", Health], ["Network", Network], ["Predictions", Predictions],
  ["Profile", Profile], ["Compare", Compare], ["Model", ModelView], ["Techniques", Techniques]];
const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const at = id => document.getElementById(id);

/** What is chosen, and what the server says of it. */
const state = {
  runs: [],
  selected: [],
  run: id => state.runs.find(run => run.id === id),
  name: id => { const run = state.run(id); return run ? label(run) : id; },
  live: id => { const run = state.run(id); return Boolean(run && run.live); },
  index: id => state.runs.findIndex(run => run.id === id),
};
let known = "";
let view = null;
let busy = false;

function label(run) {
  return run.state === "archive" ? run.name : run.name + " (" + run.id + ")";
}

function say(words) {
  at("said").textContent = words;
}

function problem(words) {
  at("problem").textContent = words;
  at("problem").hidden = words === "";
}

function choose(name, type) {
  if (view) {
    view.close();
  }
  view = new type(say, started);
  at("view").replaceChildren(view.element);
  for (const button of at("views").children) {
    button.setAttribute("aria-pressed", String(button.textContent === name));
  }
  update();
}

/** A training that a view has started: it is shown beside nothing else. */
async function started(id) {
  state.wanted = id;
  choose(...VIEWS[0]);
}

async function act(what, id, parameters = {}) {
  try {
    say((await post("api/" + what, { id, ...parameters })).said);
  } catch (failed) {
    say(failed.message);
  }
  update();
}

function select(id, chosen) {
  state.selected = state.runs.map(run => run.id).filter(other => other === id ? chosen : state.selected.includes(other));
  update();
}

function line(run) {
  const box = element("input", { type: "checkbox", id: "box-" + run.id, onchange: event => select(run.id, event.target.checked) });
  box.checked = state.selected.includes(run.id);
  const dot = element("span", { class: "dot", "aria-hidden": "true" });
  dot.style.background = color(state.index(run.id));
  const buttons = run.live ? controls(run, act) : null;
  return element("div", { class: "run" }, box, dot, element("label", { for: "box-" + run.id }, label(run)),
    element("p", { class: "more faint", "data-run": run.id }), buttons);
}

function words(run) {
  return run.state === "archive" ? "archive"
    : run.state + ", epoch " + run.epoch + "/" + run.epochs + ", step " + count.format(run.step)
      + (run.live && run.rate ? ", " + count.format(run.rate) + " samples/s" : "")
      + (run.archive ? ", in " + run.archive : "");
}

function showRuns() {
  const shape = JSON.stringify(state.runs.map(run => [run.id, run.live]));
  if (shape !== known) {
    const focused = document.activeElement && document.activeElement.id;
    known = shape;
    at("runs").replaceChildren(...(state.runs.length ? state.runs.map(line) : [element("p", { class: "faint" }, "There are none yet.")]));
    if (focused && focused.startsWith("box-") && at(focused)) {
      at(focused).focus();
    }
  }
  for (const place of at("runs").querySelectorAll("[data-run]")) {
    place.textContent = words(state.run(place.dataset.run));
  }
}

async function update() {
  if (busy) {
    return;
  }
  busy = true;
  try {
    const { folder, runs } = await get("api/runs");
    const before = new Set(state.runs.map(run => run.id));
    const fresh = runs.filter(run => run.live && !before.has(run.id)).map(run => run.id);
    state.runs = runs;
    state.selected = runs.map(run => run.id).filter(id => state.selected.includes(id) || fresh.includes(id));
    if (before.size === 0 && state.selected.length === 0 && runs.length) {
      state.selected = [runs[0].id];
    }
    if (state.wanted && runs.some(run => run.id === state.wanted)) {
      state.selected = [state.wanted];
      state.wanted = null;
      known = "";
    }
    at("folder").textContent = "Archives of " + folder;
    showRuns();
    await view.update(state);
    problem("");
  } catch (failed) {
    problem(failed instanceof TypeError ? "The server does not answer: has the process ended?" : failed.message);
  } finally {
    busy = false;
  }
}

async function follow() {
  if (!document.hidden) {
    await update();
  }
  setTimeout(follow, PAUSE);
}

at("views").append(...VIEWS.map(([name, type]) => element("button", { onclick: () => choose(name, type) }, name)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => update());
choose(...VIEWS[0]);
follow();
