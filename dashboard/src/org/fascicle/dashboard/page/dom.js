// Elements, and requests. Values become text nodes and attributes alone: nothing that a server says is read as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, String(value));
    }
  }
  made.append(...children.filter(child => child !== null).map(child => child instanceof Node ? child : String(child)));
  return made;
}

/** A control with its label, which stay in one line. */
export function field(label, control) {
  return element("span", { class: "field" }, element("label", { for: control.id }, label), control);
}

export function table(caption, columns, rows) {
  const head = columns.map(([title, number]) => element("th", { scope: "col", class: number ? "number" : null }, title));
  const body = rows.map(row => element("tr", {},
    ...row.map((cell, i) => element("td", { class: columns[i][1] ? "number" : null }, cell))));
  return element("div", { class: "card scroll", tabindex: 0, role: "group", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body)));
}

async function answered(response) {
  if (response.ok) {
    return response.json();
  }
  let words = "";
  if ((response.headers.get("content-type") || "").startsWith("application/json")) {
    words = (await response.json()).error;
  }
  throw new Error(words || (response.status === 403 ? "The token is no longer valid: open the address that the terminal shows."
    : "The server answers " + response.status + "."));
}

function address(path, parameters) {
  const query = new URLSearchParams(parameters).toString();
  return path + (query ? "?" + query : "");
}

export async function get(path, parameters = {}) {
  return answered(await fetch(address(path, parameters), { credentials: "same-origin" }));
}

export async function post(path, parameters = {}) {
  return answered(await fetch(address(path, parameters),
    { method: "POST", credentials: "same-origin", headers: { "X-Fascicle": "1" } }));
}

/** Posts a text or a file. */
export async function send(path, parameters, body) {
  return answered(await fetch(address(path, parameters), { method: "POST", credentials: "same-origin", body,
    headers: { "X-Fascicle": "1", "Content-Type": "application/octet-stream" } }));
}

export { address };
