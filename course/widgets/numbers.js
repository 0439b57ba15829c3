/* One number for each item, typed as people write numbers.
   Answer: {item: text as typed}; Python reads it. */

function drawForm({ shown, labels, give, giveSoon }) {
  const marks = new Map();
  const inputs = new Map();

  const collect = () => {
    const given = {};
    for (const [item, input] of inputs) if (input.value.trim()) given[item] = input.value;
    return Object.keys(given).length ? given : null;
  };

  // What tolerance counts is said once where it is the same for all.
  const tolerances = new Set(shown.items.map((item) => item.tolerance_words));
  const shared = tolerances.size === 1 && shown.items.length > 1;

  const rows = shown.items.map((item) => {
    const [id, unitId, helpId] = ["number", "unit", "help"].map(uniqueId);
    const input = make("input", {
      type: "text",
      id,
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: "60",
      "aria-describedby": [item.unit && unitId, !shared && helpId].filter(Boolean).join(" ") || null,
      oninput: () => giveSoon(collect()),
      onchange: () => give(collect()),
    });
    const mark = make("span", {});
    inputs.set(item.id, input);
    marks.set(item.id, mark);
    return make(
      "div",
      { class: "fl-row" },
      item.svg && chart(item, labels),
      make("label", { for: id }, item.text),
      make(
        "div",
        { class: "fl-field" },
        input,
        item.unit && make("span", { id: unitId }, item.unit),
        mark,
      ),
      !shared && make("p", { class: "fl-help", id: helpId }, item.tolerance_words),
    );
  });

  return {
    element: make(
      "div",
      { class: "fl-numbers" },
      shared && make("p", { class: "fl-help" }, shown.items[0].tolerance_words),
      rows,
    ),
    marks,
    show(given) {
      for (const [item, input] of inputs) input.value = given?.[item] ?? "";
    },
  };
}

export default { render: exercise(drawForm) };
