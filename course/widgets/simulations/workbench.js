/* The workbench: what it has beyond bringing a table and taking a chart along. */

/** A text to read and copy, behind a fold. */
function code({ key, summary, text }) {
  return make(
    "details",
    { class: "fl-twin", "data-key": key },
    make("summary", {}, summary),
    scroller(summary, make("pre", { class: "fl-code" }, text)),
  );
}

/** Sentences that belong together, one below the other. */
function list({ items, label }) {
  return make(
    "ul",
    { class: "fl-list", "aria-label": label },
    items.map((sentence) => make("li", {}, sentence)),
  );
}

export default { render: savingTaken(simulation({ bring, take, code, list })) };
