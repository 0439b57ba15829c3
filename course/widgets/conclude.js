/* Some numbers, typed, and one verdict on them, chosen.
   Answer: {item: text}; at "verdict" the id of an option. */

function drawForm({ shown, labels, give, giveSoon }) {
  let verdict = null;
  const marks = new Map();
  const inputs = new Map();
  const radios = new Map();

  const collect = () => {
    const given = {};
    for (const [item, input] of inputs) if (input.value.trim()) given[item] = input.value;
    if (verdict) given.verdict = verdict;
    return Object.keys(given).length ? given : null;
  };

  const typed = (item) => {
    const [id, unitId, helpId] = ["number", "unit", "help"].map(uniqueId);
    const input = make("input", {
      type: "text",
      id,
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: "60",
      "aria-describedby": [item.unit && unitId, helpId].filter(Boolean).join(" "),
      oninput: () => giveSoon(collect()),
      onchange: () => give(collect()),
    });
    inputs.set(item.id, input);
    return make(
      "div",
      { class: "fl-row" },
      make("label", { for: id }, item.text),
      make(
        "div",
        { class: "fl-field" },
        input,
        item.unit && make("span", { id: unitId }, item.unit),
        marks.get(item.id),
      ),
      make("p", { class: "fl-help", id: helpId }, item.tolerance_words),
    );
  };
  const chosen = (item) => {
    const name = uniqueId("verdict");
    return make(
      "fieldset",
      {},
      make("legend", {}, item.text),
      make(
        "div",
        { class: "fl-choices" },
        shown.options.map((option) => {
          const radio = make("input", {
            type: "radio",
            name,
            value: option.id,
            onchange: () => {
              verdict = option.id;
              give(collect());
            },
          });
          radios.set(option.id, radio);
          return make("label", { class: "fl-choice" }, radio, make("span", {}, option.text));
        }),
      ),
      marks.get(item.id),
    );
  };

  for (const item of shown.items) marks.set(item.id, make("span", {}));
  return {
    element: make(
      "div",
      { class: "fl-numbers" },
      shown.items.map((item) => (item.id === "verdict" ? chosen(item) : typed(item))),
      make("p", { class: "fl-help" }, labels.help),
    ),
    marks,
    show(given) {
      for (const [item, input] of inputs) input.value = given?.[item] ?? "";
      verdict = given?.verdict ?? null;
      for (const [option, radio] of radios) radio.checked = option === verdict;
    },
  };
}

export default { render: exercise(drawForm) };
