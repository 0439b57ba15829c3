/* A box to write in for each item.
   Answer: {box: text}. */

function drawForm({ shown, labels, give, giveSoon }) {
  const marks = new Map();
  const boxes = new Map();

  const collect = () => {
    const given = {};
    for (const [item, { box }] of boxes) if (box.value.trim()) given[item] = box.value;
    return Object.keys(given).length ? given : null;
  };
  const rows = shown.items.map((item) => {
    const [id, countId] = ["box", "count"].map(uniqueId);
    const counter = make("p", { class: "fl-help", id: countId });
    const count = () => {
      const words = box.value.trim().split(/\s+/).filter(Boolean).length;
      const left = shown.longest - box.value.length;
      counter.textContent =
        left < 500
          ? fill(labels.left, { left })
          : fill(words === 1 ? labels["one-word"] : labels.words, { words });
    };
    const box = make("textarea", {
      id,
      rows: "6",
      maxlength: shown.longest,
      "aria-describedby": countId,
      oninput: () => {
        count();
        giveSoon(collect());
      },
      onchange: () => give(collect()),
    });
    const mark = make("span", {});
    marks.set(item.id, mark);
    boxes.set(item.id, { box, count });
    return make(
      "div",
      { class: "fl-row" },
      item.svg && chart(item, labels),
      make("label", { for: id }, item.text),
      box,
      counter,
      mark,
    );
  });

  return {
    element: make("div", {}, rows),
    marks,
    show(given) {
      for (const [item, { box, count }] of boxes) {
        box.value = given?.[item] ?? "";
        count();
      }
    },
  };
}

export default { render: exercise(drawForm) };
