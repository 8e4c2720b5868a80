// The installed techniques: listed by kind, looked at, drawn; and installed, updated and removed.
import { element, field, get, table } from "./dom.js";
import { Chart, color } from "./chart.js";
import { Installation } from "./install.js";

const same = technique => technique.kind + " " + technique.name + " " + technique.version;

export class Techniques {
  constructor(say) {
    this.say = say;
    this.list = element("div", {});
    this.detail = element("div", {});
    this.search = element("input", { type: "search", id: "search", oninput: () => this.render() });
    this.kind = element("select", { id: "kind", onchange: () => this.render() });
    this.installation = new Installation(say, () => this.fetch());
    this.element = element("div", {}, element("div", { class: "tools" },
      field("Search", this.search), field("Kind", this.kind)), this.detail, this.installation.element, this.list);
    this.all = null;
    this.age = 0;
    this.chosen = null;
    this.chart = null;
  }

  async update() {
    await this.installation.update();
    // Another process, or a verb, may have changed what is installed, but seldom.
    if (this.all === null || ++this.age % 5 === 0) {
      await this.fetch();
    }
  }

  async fetch() {
    const { techniques } = await get("api/techniques");
    const before = this.all;
    this.all = techniques;
    if (JSON.stringify(before) === JSON.stringify(techniques)) {
      return;
    }
    const kinds = [...new Set(techniques.map(t => t.kind))];
    const kind = this.kind.value;
    this.kind.replaceChildren(element("option", { value: "" }, "all"), ...kinds.map(k => element("option", { value: k }, k)));
    this.kind.value = kinds.includes(kind) ? kind : "";
    if (this.chosen && !techniques.some(t => same(t) === same(this.chosen))) {
      this.leave();
    }
    this.render();
  }

  render() {
    const words = this.search.value.toLowerCase();
    const found = (this.all || []).filter(t => (!this.kind.value || t.kind === this.kind.value)
      && (t.kind + " " + t.name + " " + t.description + " " + t.bundle).toLowerCase().includes(words));
    const groups = [...new Set(found.map(t => t.kind))];
    this.list.replaceChildren(...(found.length ? groups.map(kind => {
      const some = found.filter(t => t.kind === kind);
      return element("details", { class: "group", open: true }, element("summary", {}, kind + " (" + some.length + ")"),
        table(some.length + " of the kind " + kind, [["name"], ["formula"], ["what it is"]],
          some.map(t => [element("div", {}, element("button", { onclick: () => this.look(t) }, t.name),
            element("p", { class: "faint" }, t.bundle + " " + t.version)),
          element("code", {}, t.formula), t.description + (t.source ? " " + t.source : "")])));
    }) : [element("p", {}, "No technique is called so.")]));
  }

  async look(technique) {
    try {
      const { kind, name, version } = technique;
      const whole = await get("api/technique", { kind, name, version });
      this.leave();
      this.chosen = technique;
      this.inputs = new Map();
      this.reason = element("p", { class: "faint" });
      const rows = whole.options.map(option => [this.option(option, whole.drawn), option.expectation,
        option.required ? "must be given" : option.default === null ? "none" : option.default]);
      const beside = (this.all || []).filter(t => t.bundle === technique.bundle);
      const versions = new Set((this.all || []).filter(t => t.bundle === technique.bundle && t.kind === kind && t.name === name)
        .map(t => t.version));
      this.picture = element("div", {});
      this.epochs = kind === "schedule" ? element("input", { type: "number", id: "epochs", min: 1, max: 100000, value: 20,
        onchange: () => this.draw() }) : null;
      this.detail.replaceChildren(element("section", { class: "card technique", "aria-label": kind + " " + name },
        element("h2", { tabindex: -1 }, name),
        element("p", { class: "faint" }, kind + " " + version + (technique.bundle ? ", from " + technique.bundle : "")
          + (whole.aliases.length ? "; also called " + whole.aliases.join(", ") : "")),
        whole.description ? element("p", {}, whole.description) : null,
        whole.formula ? element("p", {}, element("code", {}, whole.formula)) : null,
        whole.source ? element("p", { class: "faint" }, whole.source) : null,
        rows.length ? table("Options", [["option"], ["value"], ["default"]], rows) : element("p", {}, "It has no options."),
        this.epochs ? element("div", { class: "tools" }, field("over epochs", this.epochs)) : null,
        this.picture, this.reason,
        element("div", { class: "tools" }, element("button", { onclick: () => this.leave() }, "Close"),
          this.installation.there && technique.bundle ? element("button", { onclick: () => this.installation.remove(technique.bundle,
            versions.size > 1 ? version : "", beside.map(same)) }, "Remove its bundle…") : null)));
      this.detail.querySelector("h2").focus();
      this.detail.scrollIntoView({ block: "nearest" });
      if (whole.drawn) {
        await this.draw();
      }
    } catch (problem) {
      this.say(problem.message);
    }
  }

  /** An option's name; of a technique that is drawn, with a field for its value. */
  option(option, drawn) {
    const names = [option.name, ...option.aliases].join(", ");
    if (!drawn) {
      return names;
    }
    const id = "option-" + option.name;
    const field = option.choices.length ? element("select", { id, onchange: () => this.draw() }, element("option", { value: "" }, "(default)"),
      ...option.choices.map(choice => element("option", { value: choice }, choice)))
      : element("input", { type: "text", id, class: "short", placeholder: option.default === null ? "" : option.default,
        onchange: () => this.draw() });
    this.inputs.set(option.name, field);
    return element("div", {}, element("label", { for: id }, names + " "), field);
  }

  async draw() {
    const { kind, name, version } = this.chosen;
    const query = { kind, name, version };
    if (this.epochs) {
      query.epochs = this.epochs.value;
    }
    this.inputs.forEach((field, option) => { query["option." + option] = field.value; });
    try {
      const { reason, curves } = await get("api/drawing", query);
      this.reason.textContent = reason || "";
      if (curves.length === 0) {
        this.unplot();
        return;
      }
      if (!this.chart) {
        this.chart = new Chart(name, kind === "schedule" ? "epoch" : "z");
        this.picture.replaceChildren(this.chart.host);
      }
      this.chart.show(curves.map((curve, i) => ({ label: curve.name, color: color(i), dash: i > 0, x: curve.x, y: curve.y })), false);
    } catch (problem) {
      this.unplot();
      this.reason.textContent = problem.message;
    }
  }

  unplot() {
    if (this.chart) {
      this.chart.close();
      this.chart.host.remove();
      this.chart = null;
    }
  }

  leave() {
    this.unplot();
    this.chosen = null;
    this.detail.replaceChildren();
  }

  close() {
    this.unplot();
  }
}
