/* Any number of options for each row, or expressly none.
   Answer: {row: [option, …]}; [] is "none of these", an absent row was not judged.

   Rows of words make a table. Rows with a picture each get a group of their own, since
   a picture needs the width that the columns would take; and so do whole stories with
   many columns, which a table would squeeze to a word a line. */

const STORY = 100;
const MANY_COLUMNS = 5;

function drawForm({ shown, labels, give }) {
  let answer = {};
  const marks = new Map();
  const boxes = new Map();

  const take = (row, ticked) => {
    answer = { ...answer };
    if (ticked === null) delete answer[row];
    else answer[row] = ticked;
    draw();
    give(Object.keys(answer).length ? answer : null);
  };
  const draw = () => {
    for (const [row, { options, none }] of boxes) {
      const ticked = answer[row];
      for (const [option, box] of options) box.checked = Boolean(ticked?.includes(option));
      none.checked = ticked?.length === 0;
    }
  };

  // Each row has its boxes and its mark, however they are laid out.
  for (const item of shown.items) {
    const options = new Map();
    const chosen = () => shown.options.map(({ id }) => id).filter((id) => options.get(id).checked);
    for (const option of shown.options) {
      const onchange = () => take(item.id, chosen().length ? chosen() : null);
      options.set(option.id, make("input", { type: "checkbox", onchange }));
    }
    const none = make("input", {
      type: "checkbox",
      onchange: () => take(item.id, none.checked ? [] : null),
    });
    boxes.set(item.id, { options, none });
    marks.set(item.id, make("span", {}));
  }
  const choices = (item) => {
    const { options, none } = boxes.get(item.id);
    return [
      ...shown.options.map((option) => [options.get(option.id), option.text]),
      [none, labels.none],
    ];
  };

  const wide = shown.items.some(
    ({ svg, text }) => svg || (text.length > STORY && shown.options.length >= MANY_COLUMNS),
  );
  const body = wide
    ? groupsOf(shown, labels, choices, marks)
    : tableToTick(shown, labels, choices, marks);
  return {
    element: make("div", {}, make("p", { class: "fl-help" }, labels.help), body),
    marks,
    show(given) {
      answer = { ...given };
      draw();
    },
  };
}

function groupsOf(shown, labels, choices, marks) {
  return shown.items.map((item) =>
    make(
      "fieldset",
      {},
      make("legend", {}, item.text),
      make(
        "div",
        {},
        item.svg && chart(item, labels),
        make(
          "div",
          { class: "fl-choices" },
          choices(item).map(([box, text]) =>
            make("label", { class: "fl-choice" }, box, make("span", {}, text)),
          ),
        ),
        marks.get(item.id),
      ),
    ),
  );
}

function tableToTick(shown, labels, choices, marks) {
  const head = (text) => make("th", { scope: "col", role: "columnheader" }, text);
  const cell = (item, box, text) => {
    box.setAttribute("aria-label", `${item.text}: ${text}`);
    const words = make("span", { class: "fl-cell-words", "aria-hidden": "true" }, text);
    return make("td", { role: "cell" }, make("label", { class: "fl-cell" }, box, words));
  };
  const rows = shown.items.map((item) =>
    make(
      "tr",
      { role: "row" },
      make(
        "th",
        { scope: "row", role: "rowheader" },
        make("span", {}, item.text, " "),
        marks.get(item.id),
      ),
      choices(item).map(([box, text]) => cell(item, box, text)),
    ),
  );
  // Roles said outright: on a narrow screen the table is laid out as blocks.
  const table = make(
    "table",
    { class: "fl-matrix", role: "table" },
    make("caption", { class: "fl-hidden-words" }, shown.title),
    make(
      "thead",
      { role: "rowgroup" },
      make(
        "tr",
        { role: "row" },
        make("td", { role: "cell" }),
        shown.options.map((option) => head(option.text)),
        head(labels.none),
      ),
    ),
    make("tbody", { role: "rowgroup" }, rows),
  );
  return scroller(shown.title, table);
}

export default { render: exercise(drawForm) };
