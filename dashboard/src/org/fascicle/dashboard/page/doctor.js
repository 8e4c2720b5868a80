// An examination: what was found, what would help, and what that gains.
import { element, get, post, send } from "./dom.js";

const GOING = { examining: "examines", trying: "tries the change of", cancelling: "is asked to leave" };

function worded(value) {
  return value === null ? "infinite" : value < 1e-3 || value >= 1e5 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

export class Examination {
  constructor(say, content, use, wrong) {
    this.say = say;
    this.content = content;
    this.use = use;
    this.wrong = wrong;
    this.button = element("button", { onclick: () => this.begin() }, "Examine");
    this.cancel = element("button", { onclick: () => this.act("api/doctor/cancel") }, "Cancel");
    this.line = element("span", { role: "status" });
    this.list = element("div", {});
    this.element = element("section", { "aria-label": "Doctor" }, element("div", { class: "tools" }, this.line, this.cancel), this.list);
    this.cancel.hidden = true;
    this.shown = "";
  }

  async update() {
    const status = await get("api/doctor");
    this.button.disabled = !status.there;
    this.button.title = status.there ? "" : "The bundle fascicle.doctor is not installed, or does not run.";
    const going = GOING[status.state];
    this.cancel.hidden = !going || status.state === "cancelling";
    this.line.textContent = !status.there ? "There is no doctor here: the bundle fascicle.doctor is not installed, or does not run."
      : going ? "The doctor " + going + " " + status.name + ", for " + status.seconds + " s so far."
      : status.state === "done" && status.findings.length === 0 ? "The doctor found nothing in " + status.name + "."
      : status.state === "done" ? "The doctor found in " + status.name + ":"
      : status.state === "failed" ? "The examination of " + status.name + " has no result: " + status.problem : "";
    const shown = JSON.stringify([status.findings, status.unseen, status.steps, Boolean(going)]);
    if (shown !== this.shown) {
      const focused = document.activeElement && document.activeElement.id;
      this.shown = shown;
      const unseen = status.unseen.length ? [element("article", { class: "card" }, element("h3", {}, "Not looked at"),
        element("ul", {}, ...status.unseen.map(words => element("li", {}, words))))] : [];
      this.list.replaceChildren(...status.findings.map((finding, i) => this.card(finding, i, status.steps, Boolean(going))), ...unseen);
      const again = focused && document.getElementById(focused);
      if (again) {
        again.focus();
      }
    }
  }

  card(finding, i, steps, busy) {
    const change = finding.changed === null ? null : element("div", {},
      element("pre", { class: "changes" }, ...finding.lines.map(
        line => element("span", { class: line.startsWith("-") ? "gone" : "come" }, line + "\n"))),
      element("div", { class: "tools" },
        element("button", { id: "use-" + i, onclick: () => this.use(finding.changed) }, "Use this model"),
        element("button", { id: "try-" + i, disabled: busy, onclick: () => this.act("api/doctor/try", { finding: i }) }, "Try"),
        finding.tried ? element("span", { class: "gain" }, "Tried: after " + steps + " steps the " + finding.measure + " is " + worded(finding.after)
          + " instead of " + worded(finding.before) + ".") : null));
    return element("article", { class: "card finding" }, element("h3", {}, finding.name), element("p", {}, finding.evidence),
      element("p", {}, element("strong", {}, "What would help: "), finding.remedy), change);
  }

  async begin() {
    const { name, text } = this.content();
    try {
      await send("api/doctor", { name: name || "the model", steps: 300 }, text);
      this.say("");
      await this.update();
    } catch (problem) {
      this.wrong(problem.message);
    }
  }

  async act(path, parameters = {}) {
    try {
      await post(path, parameters);
      this.say("");
      await this.update();
    } catch (problem) {
      this.say(problem.message);
    }
  }
}
