/* The planner of doses: a table to fill in, and papers that are saved. */

/** Each cell is a list to choose from, a number, or a box to tick. */
function fill_in({ caption, columns, rows }, { send, later }) {
  const field = ({ key, label, value, options, most }) => {
    const choose = (choice) => later(() => send("choose", { what: key, choice }));
    const common = { "data-key": key, "aria-label": label };
    if (options) {
      return make(
        "select",
        { ...common, onchange: ({ target }) => choose(target.value) },
        options.map((option) =>
          make("option", { value: option, selected: option === value }, option),
        ),
      );
    }
    if (most === undefined) {
      const onchange = ({ target }) => choose(target.checked);
      return make("input", { type: "checkbox", ...common, checked: value, onchange });
    }
    const onchange = ({ target }) => {
      const wanted = target.valueAsNumber;
      choose(Number.isFinite(wanted) ? Math.min(Math.max(wanted, 0), most) : null);
    };
    const limits = { type: "number", min: 0, max: most, step: "any" };
    return make("input", { ...limits, ...common, value, onchange });
  };
  const line = ({ name, cells }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, name),
      cells.map((cell) => make("td", {}, field(cell))),
    );
  return scroller(
    caption,
    make(
      "table",
      { class: "fl-fill-in" },
      make("caption", {}, caption),
      make(
        "thead",
        {},
        make("tr", {}, columns.map((each) => make("th", { scope: "col" }, each))),
      ),
      make("tbody", {}, rows.map(line)),
    ),
  );
}

export default { render: savingTaken(simulation({ fill_in })) };
