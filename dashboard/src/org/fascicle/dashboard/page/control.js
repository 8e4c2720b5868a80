// What can be done with a run that is going on.
import { element, get } from "./dom.js";

export function controls(run, act) {
  const id = name => name + "-" + run.id;
  const rate = element("input", { type: "text", inputmode: "decimal", id: id("rate"), size: 8, placeholder: "0.001" });
  const names = element("select", { id: id("optimizer") });
  const options = element("input", { type: "text", id: id("options"), placeholder: "{\"learning_rate\": 0.01}" });
  const more = element("details", { id: id("change"), ontoggle: () => fill(names) }, element("summary", {}, "Change"),
    element("form", { onsubmit: event => { event.preventDefault(); act("change", run.id, { rate: rate.value.trim() }); } },
      element("label", { for: rate.id }, "learning rate "), rate, element("button", { type: "submit" }, "Set rate")),
    element("form", { onsubmit: event => {
      event.preventDefault();
      act("change", run.id, { optimizer: names.value, options: options.value.trim() });
    } }, element("label", { for: names.id }, "optimizer "), names, element("label", { for: options.id }, "options "), options,
    element("button", { type: "submit" }, "Go on with it")),
    element("p", { class: "faint" }, "A number takes the place of a schedule. Another optimizer begins with fresh memory."));
  return element("div", { class: "buttons" }, element("button", { onclick: () => act("stop", run.id) }, "Stop"),
    element("button", { onclick: () => act("checkpoint", run.id) }, "Checkpoint"), more);
}

async function fill(names) {
  if (names.childElementCount === 0) {
    const { techniques } = await get("api/techniques");
    const found = techniques.filter(technique => technique.kind === "optimizer").map(technique => technique.name);
    names.replaceChildren(...[...new Set(found)].map(name => element("option", { value: name }, name)));
  }
}
