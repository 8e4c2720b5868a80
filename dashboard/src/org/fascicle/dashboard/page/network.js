// The network of each chosen run, as a graph and as a table.
import { element, get, table } from "./dom.js";
import { Graph } from "./graph.js";

const count = new Intl.NumberFormat("en");

function parameters(layer) {
  return layer.trainable + layer.fixed === 0 ? "no parameters"
    : count.format(layer.trainable) + " trained" + (layer.fixed ? ", " + count.format(layer.fixed) + " kept" : "");
}

/** Boxes for inputs, layers and outputs. Names of layers, of their further results and of inputs are one namespace. */
function nodes(network) {
  const owner = new Map(network.inputs.map(input => [input.name, "in " + input.name]));
  for (const layer of network.layers) {
    owner.set(layer.name, "layer " + layer.name);
    layer.further.forEach(result => owner.set(result.name, "layer " + layer.name));
  }
  return [
    ...network.inputs.map(input => ({ id: "in " + input.name, title: input.name, lines: ["input " + input.shape], from: [], kind: "port" })),
    ...network.layers.map(layer => ({ id: "layer " + layer.name, title: layer.name, lines: [layer.type + " " + layer.output, parameters(layer)],
      from: layer.inputs.map(name => owner.get(name)).filter(Boolean), kind: "layer", layer })),
    ...network.outputs.map(output => ({ id: "out " + output.name, title: output.name,
      lines: ["output " + output.shape + (output.classes ? ", " + output.classes + " classes" : "")], from: [owner.get(output.from)], kind: "port" })),
  ];
}

/** The entry of the model file that a layer was made from, where each entry is one layer. */
function options(network, layer) {
  try {
    const entries = JSON.parse(network.definition).network;
    const entry = Array.isArray(entries) && entries.length === network.layers.length ? entries[network.layers.indexOf(layer)] : null;
    return entry === null ? "" : JSON.stringify(entry, null, 2);
  } catch (unreadable) {
    return "";
  }
}

function details(network, node) {
  const title = element("h3", {}, node.title);
  if (!node.layer) {
    return [title, element("p", {}, node.lines[0])];
  }
  const layer = node.layer;
  const own = network.tensors.filter(tensor => tensor.path.startsWith(layer.name + "/"));
  const written = options(network, layer);
  return [title, element("p", {}, layer.type + ", gives " + layer.output),
    layer.inputs.length ? element("p", { class: "faint" }, "reads " + layer.inputs.join(", ")) : null,
    layer.further.length ? element("p", { class: "faint" }, "gives further " + layer.further.map(r => r.name + " " + r.output).join(", ")) : null,
    ...own.map(tensor => element("p", { class: "tensor" }, element("code", {}, tensor.path + " " + tensor.shape),
      tensor.update ? element("span", { class: "faint" }, " " + tensor.update) : "")),
    written ? element("pre", { tabindex: 0, "aria-label": "as the model file has it" }, written) : null].filter(Boolean);
}

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
        parts.push(this.part(state.name(id), await get("api/network", { id })));
      } catch (problem) {
        parts.push(element("p", {}, state.name(id) + ": " + problem.message));
      }
    }
    this.element.replaceChildren(...(parts.length ? parts : [element("p", {}, "Choose a run.")]));
  }

  part(name, network) {
    const total = network.layers.reduce((sum, layer) => sum + layer.trainable + layer.fixed, 0);
    const panel = element("div", { class: "card details", "aria-live": "polite" },
      element("p", { class: "faint" }, "Choose a layer: with the mouse, or with Tab and the arrow keys."));
    const graph = new Graph("the layers of " + name, nodes(network), node => panel.replaceChildren(...details(network, node)));
    return element("section", { class: "network" },
      element("h2", {}, name + ": " + network.layers.length + " layers, " + count.format(total) + " parameters"),
      element("div", { class: "beside" }, element("div", { class: "card scroll" }, graph.element), panel),
      element("details", { class: "card" }, element("summary", {}, "As a table"), table(name + ": layers",
        [["layer"], ["type"], ["reads"], ["output shape"], ["trained", true], ["kept beside", true]],
        network.layers.map(l => [l.name, l.type, l.inputs.join(", "), element("code", {}, l.output), count.format(l.trainable),
          count.format(l.fixed)]))));
  }

  close() {}
}
