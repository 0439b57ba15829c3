/* One option for each item: a fieldset of radio buttons each.
   Answer: {item: option}. */

function drawForm({ shown, labels, give }) {
  let answer = {};
  const marks = new Map();
  const radios = new Map();

  const fieldsets = shown.items.map((item) => {
    const name = uniqueId("choice");
    const mark = make("span", {});
    marks.set(item.id, mark);
    radios.set(item.id, new Map());
    const choices = shown.options.map((option) => {
      const radio = make("input", {
        type: "radio",
        name,
        value: option.id,
        onchange: () => {
          answer = { ...answer, [item.id]: option.id };
          give(answer);
        },
      });
      radios.get(item.id).set(option.id, radio);
      return make("label", { class: "fl-choice" }, radio, make("span", {}, option.text));
    });
    return make(
      "fieldset",
      {},
      make("legend", {}, item.text),
      make(
        "div",
        {},
        item.svg && chart(item, labels),
        make("div", { class: "fl-choices" }, choices),
        mark,
      ),
    );
  });

  return {
    element: make("div", {}, fieldsets),
    marks,
    show(given) {
      answer = { ...given };
      for (const [item, choices] of radios) {
        for (const [option, radio] of choices) radio.checked = answer[item] === option;
      }
    },
  };
}

export default { render: exercise(drawForm) };
