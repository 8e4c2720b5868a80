// A network drawn from top to bottom: boxes in ranks, and edges from what gives to what reads.

const BOX = { width: 210, height: 62 };
const GAP = { x: 26, y: 34 };
const SPACE = "http://www.w3.org/2000/svg";
const LETTERS = 31;
const TITLE = 24;

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

function cut(text, most) {
  return text.length > most ? text.slice(0, most - 1) + "…" : text;
}

/** Nodes are { id, title, lines, from: [ids], kind }, each behind those that it reads. */
function ranked(nodes) {
  const ranks = new Map();
  for (const node of nodes) {
    ranks.set(node.id, node.from.reduce((most, id) => Math.max(most, (ranks.get(id) ?? -1) + 1), 0));
  }
  const rows = [];
  const put = (rank, cell) => (rows[rank] = rows[rank] || []).push(cell);
  const edges = [];
  for (const node of nodes) {
    const cell = { id: node.id, node, above: [], width: BOX.width };
    for (const id of new Set(node.from.filter(one => ranks.has(one)))) {
      // An edge over several ranks goes through a narrow cell in each of them, so that no box lies on it.
      let above = id;
      const path = [];
      for (let rank = ranks.get(id) + 1; rank < ranks.get(node.id); rank++) {
        const through = { id: Symbol(), node: null, above: [above], width: 10 };
        put(rank, through);
        path.push(through.id);
        above = through.id;
      }
      cell.above.push(above);
      edges.push({ from: id, to: node.id, path });
    }
    put(ranks.get(node.id), cell);
  }
  return { rows, edges };
}

function placed(rows) {
  const centers = new Map();
  rows.forEach((row, rank) => {
    const wish = cell => {
      const known = cell.above.map(id => centers.get(id)).filter(x => x !== undefined);
      return known.length ? known.reduce((sum, x) => sum + x, 0) / known.length : 0;
    };
    const cells = row.map((cell, i) => ({ cell, wish: wish(cell), i })).sort((a, b) => a.wish - b.wish || a.i - b.i);
    let end = -Infinity;
    for (const each of cells) {
      each.x = Math.max(each.wish, end + each.cell.width / 2);
      end = each.x + each.cell.width / 2 + GAP.x;
    }
    const shift = cells.reduce((sum, each) => sum + each.wish - each.x, 0) / cells.length;
    for (const each of cells) {
      centers.set(each.cell.id, each.x + shift);
      each.cell.x = each.x + shift;
      each.cell.y = rank * (BOX.height + GAP.y);
    }
    row.splice(0, row.length, ...cells.map(each => each.cell));
  });
}

function curve(points) {
  let path = "M" + points[0].join(" ");
  for (let i = 1; i < points.length; i++) {
    const middle = (points[i - 1][1] + points[i][1]) / 2;
    path += " C" + [points[i - 1][0], middle, points[i][0], middle, ...points[i]].join(" ");
  }
  return path;
}

/** A drawing whose boxes are one stop of the tabulator; arrow keys go along the edges and beside. */
export class Graph {
  constructor(label, nodes, chosen) {
    this.chosen = chosen;
    this.nodes = nodes;
    const { rows, edges } = ranked(nodes);
    placed(rows);
    this.rows = rows.map(row => row.filter(cell => cell.node));
    const cells = new Map(rows.flat().map(cell => [cell.id, cell]));
    const all = [...cells.values()];
    const left = Math.min(...all.map(cell => cell.x - cell.width / 2)) - 4;
    const right = Math.max(...all.map(cell => cell.x + cell.width / 2)) + 4;
    const height = rows.length * (BOX.height + GAP.y) - GAP.y + 4;
    const marker = svg("marker", { id: "arrow-head", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 6, markerHeight: 6,
      orient: "auto" }, svg("path", { d: "M0 0 L8 4 L0 8 z", class: "arrow" }));
    this.boxes = new Map();
    this.element = svg("svg", { class: "graph", role: "group", "aria-label": label, width: right - left, height,
      viewBox: [left, -2, right - left, height].join(" ") }, svg("defs", {}, marker),
    ...edges.map(edge => this.edge(edge, cells)), ...this.rows.flat().map(cell => this.box(cell)));
    this.element.addEventListener("keydown", event => this.key(event));
  }

  edge(edge, cells) {
    const points = [];
    const from = cells.get(edge.from);
    const to = cells.get(edge.to);
    points.push([from.x, from.y + BOX.height]);
    for (const id of edge.path) {
      const cell = cells.get(id);
      points.push([cell.x, cell.y], [cell.x, cell.y + BOX.height]);
    }
    points.push([to.x, to.y - 1]);
    return svg("path", { d: curve(points), class: "edge", "marker-end": "url(#arrow-head)" });
  }

  box(cell) {
    const { node } = cell;
    const box = svg("g", { class: "box " + node.kind, tabindex: this.boxes.size === 0 ? 0 : -1, role: "button", "aria-pressed": "false",
      "aria-label": [node.title, ...node.lines].join(", "), "data-layer": node.title,
      transform: "translate(" + (cell.x - BOX.width / 2) + " " + cell.y + ")" });
    const title = svg("text", { x: 10, y: 19, class: "title" });
    title.textContent = cut(node.title, TITLE);
    box.append(svg("rect", { width: BOX.width, height: BOX.height, rx: 7 }), title, ...node.lines.map((words, i) => {
      const line = svg("text", { x: 10, y: 37 + 16 * i });
      line.textContent = cut(words, LETTERS);
      return line;
    }));
    box.addEventListener("focus", () => this.choose(node.id));
    box.addEventListener("click", () => box.focus());
    this.boxes.set(node.id, box);
    return box;
  }

  choose(id) {
    for (const [other, box] of this.boxes) {
      box.setAttribute("tabindex", other === id ? "0" : "-1");
      box.setAttribute("aria-pressed", String(other === id));
    }
    this.current = id;
    this.chosen(this.nodes.find(node => node.id === id));
  }

  key(event) {
    const now = this.nodes.find(node => node.id === this.current);
    if (!now) {
      return;
    }
    const row = this.rows.find(cells => cells.some(cell => cell.id === now.id));
    const at = row.findIndex(cell => cell.id === now.id);
    const go = {
      ArrowDown: () => (this.nodes.find(node => node.from.includes(now.id)) || now).id,
      ArrowUp: () => now.from.find(id => this.boxes.has(id)) ?? now.id,
      ArrowLeft: () => row[Math.max(0, at - 1)].id,
      ArrowRight: () => row[Math.min(row.length - 1, at + 1)].id,
      Home: () => this.nodes[0].id,
      End: () => this.nodes[this.nodes.length - 1].id,
    }[event.key];
    if (go) {
      event.preventDefault();
      const box = this.boxes.get(go());
      box.focus();
      box.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}
