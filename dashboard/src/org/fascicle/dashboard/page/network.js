// The network of each chosen run.
import { element, get, table } from "./dom.js";

const count = new Intl.NumberFormat("en");

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
        const { layers } = await get("api/layers", { id });
        const total = layers.reduce((sum, layer) => sum + layer.trainable + layer.fixed, 0);
        parts.push(table(state.name(id) + ": " + count.format(total) + " parameters",
          [["layer"], ["type"], ["output shape"], ["trained", true], ["kept beside", true]],
          layers.map(l => [l.name, l.type, element("code", {}, l.output), count.format(l.trainable), count.format(l.fixed)])));
      } catch (problem) {
        parts.push(element("p", {}, state.name(id) + ": " + problem.message));
      }
    }
    this.element.replaceChildren(...(parts.length ? parts : [element("p", {}, "Choose a run.")]));
  }

  close() {}
}
