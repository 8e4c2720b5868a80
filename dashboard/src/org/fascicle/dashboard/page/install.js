// Bundles that come, change and go.
import { element, get, post, send } from "./dom.js";

const LARGEST = 50 * 1024 * 1024;

export class Installation {
  constructor(say, changed) {
    this.say = say;
    this.changed = changed;
    this.file = element("input", { type: "file", id: "jar", accept: ".jar", onchange: () => this.look() });
    this.answer = element("div", { role: "status" });
    this.form = element("div", {}, element("label", { for: "jar" }, "Install or update: choose the jar of a bundle "), this.file);
    this.none = element("p", {}, "Nothing can be installed here: the bundle fascicle.installer is not installed, or does not run.");
    this.element = element("section", { class: "card group", "aria-label": "Install" }, this.form, this.none, this.answer);
    this.none.hidden = true;
    this.there = false;
  }

  async update() {
    this.there = (await get("api/installer")).there;
    this.form.hidden = !this.there;
    this.none.hidden = this.there;
  }

  show(...parts) {
    this.answer.replaceChildren(...parts);
    this.answer.scrollIntoView({ block: "nearest" });
  }

  wrong(problem) {
    this.show(element("p", { class: "mistake" }, problem.message));
  }

  async look() {
    const file = this.file.files[0];
    if (!file) {
      return;
    }
    if (file.size > LARGEST) {
      this.wrong(new Error("the file is too large: at most 50 MB"));
      return;
    }
    try {
      const look = await send("api/install/look", { name: file.name }, file);
      const held = look.needs.length > 0 || look.missing.length > 0;
      this.show(element("h3", {}, look.bundle + " " + look.version),
        element("p", {}, look.present.length ? "A bundle of this name provides: " + look.present.join(", ")
          + ". Install puts this one beside it, if its version is another; Update puts it in its place."
          : "No bundle of this name provides a technique yet."),
        ...look.needs.map(need => element("p", {}, "It needs " + need + ", which is not installed.")),
        ...look.missing.map(words => element("p", { class: "mistake" }, words)),
        element("p", { class: "faint" }, "A bundle is a program: it can do on this machine what you can. A training that runs keeps its "
          + "versions while they are there; the next one takes the new version."),
        element("div", { class: "tools" },
          element("button", { id: "install", disabled: held, onclick: () => this.change("api/install", { name: file.name }, file) }, "Install"),
          look.present.length ? element("button", { id: "update",
            onclick: () => this.change("api/update", { name: file.name }, file) }, "Update") : null,
          element("button", { onclick: () => this.clear() }, "Leave it")));
    } catch (problem) {
      this.wrong(problem);
    }
  }

  clear() {
    this.file.value = "";
    this.show();
  }

  remove(bundle, version, techniques) {
    this.show(element("h3", {}, "Remove " + bundle + "?"),
      element("p", {}, "With it go: " + techniques.join(", ") + "."),
      element("p", { class: "faint" }, "A training that uses one of them, and finds no other version, ends with an archive. Models that are "
        + "open keep their values; opened again, they need the bundle."),
      element("div", { class: "tools" },
        element("button", { id: "remove", onclick: () => this.change("api/remove", { bundle, version }, null) }, "Remove"),
        element("button", { onclick: () => this.clear() }, "Leave it")));
    document.getElementById("remove").focus();
  }

  async change(path, parameters, file) {
    try {
      const change = await (file ? send(path, parameters, file) : post(path, parameters));
      this.file.value = "";
      this.show(element("p", {}, change.said + (change.techniques.length ? ": " + change.techniques.join(", ") : "")),
        ...[...change.differences, ...change.elsewhere].map(line => element("p", { class: "faint" }, line)));
      this.say(change.said);
      await this.changed();
    } catch (problem) {
      this.wrong(problem);
    }
  }
}
