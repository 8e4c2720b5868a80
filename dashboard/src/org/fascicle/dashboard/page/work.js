// Words for work that the server does in the background.
const count = new Intl.NumberFormat("en");

export function progress(found, before) {
  return found.state === "working"
    ? "at work" + (found.all ? ": " + count.format(found.part) + " of " + count.format(found.all) : "") + " …"
    : found.state === "failed" ? "Not possible: " + found.problem
    : found.state === "done" ? "" : before;
}
