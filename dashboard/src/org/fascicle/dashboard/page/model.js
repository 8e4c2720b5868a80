// A model file: chosen or written, trained, examined, saved.
import { element, field, get, send } from "./dom.js";
import { Examination } from "./doctor.js";

// What somebody writes is not lost when another view is looked at.
const draft = { text: null, name: "", watch: true, file: "" };

export class ModelView {
  constructor(say, started) {
    this.say = say;
    this.started = started;
    this.files = element("select", { id: "model-file", onchange: () => this.open() });
    this.name = element("input", { type: "text", id: "model-name", maxlength: 100, oninput: () => { draft.name = this.name.value; } });
    this.text = element("textarea", { id: "model-text", spellcheck: "false", rows: 24, autocomplete: "off",
      oninput: () => { draft.text = this.text.value; } });
    this.watch = element("input", { type: "checkbox", id: "model-watch", onchange: () => { draft.watch = this.watch.checked; } });
    this.watch.checked = draft.watch;
    this.mistake = element("p", { class: "mistake", role: "alert", hidden: true });
    this.folder = element("span", {});
    this.file = element("input", { type: "text", id: "model-save", maxlength: 100,
      onkeydown: event => event.key === "Enter" ? this.save() : event.key === "Escape" ? this.saving(false) : null });
    this.form = element("div", { class: "tools", hidden: true }, field("File in the folder", this.file),
      element("button", { onclick: () => this.save() }, "Save"), element("button", { onclick: () => this.saving(false) }, "Cancel"));
    this.examination = new Examination(say, () => this.content(), text => this.use(text), words => this.wrong(words));
    this.element = element("div", {},
      element("div", { class: "tools" }, field("Model", this.files), field("Name", this.name)),
      element("label", { for: "model-text", class: "above" }, "Model file"), this.text, this.mistake,
      element("div", { class: "tools" },
        element("button", { class: "main", onclick: () => this.train() }, "Start training"),
        element("label", {}, this.watch, " watch the health of layers"),
        element("button", { id: "model-save-as", onclick: () => this.saving(true) }, "Save as…"),
        this.examination.button), this.form,
      element("p", { class: "faint" }, "A training ends with an archive in ", this.folder,
        ", also when it is stopped, or when the dashboard ends. What is there is not replaced."),
      this.examination.element);
    this.known = "";
    this.age = 0;
  }

  async update() {
    // Others write files, too, but seldom.
    if (this.age++ % 10 === 0) {
      await this.list();
    }
    if (draft.text === null) {
      await this.open();
    } else if (this.text.value === "" && draft.text !== "") {
      this.text.value = draft.text;
      this.name.value = draft.name;
    }
    await this.examination.update();
  }

  async list() {
    const { folder, names } = await get("api/models");
    this.folder.textContent = folder;
    if (JSON.stringify(names) !== this.known) {
      this.known = JSON.stringify(names);
      this.files.replaceChildren(element("option", { value: "" }, "a small template"),
        ...names.map(name => element("option", { value: name }, name)));
      this.files.value = names.includes(draft.file) ? draft.file : "";
    }
  }

  async open() {
    const name = this.files.value;
    try {
      const { text } = name === "" ? await get("api/template") : await get("api/model", { name });
      draft.file = name;
      this.name.value = draft.name = name === "" ? "digits" : name.split("/").pop().replace(/\.(json|fasc)$/, "");
      this.use(text);
    } catch (problem) {
      this.wrong(problem.message);
    }
  }

  use(text) {
    this.text.value = draft.text = text;
    this.wrong("");
    this.text.scrollIntoView({ block: "nearest" });
  }

  content() {
    this.wrong("");
    return { name: this.name.value.trim(), text: this.text.value };
  }

  wrong(words) {
    this.mistake.textContent = words;
    this.mistake.hidden = words === "";
  }

  async train() {
    const { name, text } = this.content();
    try {
      const { id, said } = await send("api/train", { name, watch: this.watch.checked }, text);
      this.say(said);
      this.started(id);
    } catch (problem) {
      this.wrong(problem.message);
    }
  }

  saving(on) {
    this.form.hidden = !on;
    if (on) {
      this.file.value = (this.name.value.trim() || "model") + ".json";
      this.file.focus();
    } else {
      document.getElementById("model-save-as").focus();
    }
  }

  async save() {
    const { text } = this.content();
    try {
      this.say((await send("api/save", { name: this.file.value }, text)).said);
      this.age = 0;
      this.saving(false);
    } catch (problem) {
      this.wrong(problem.message);
    }
  }

  close() {}
}
