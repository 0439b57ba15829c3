/* Some of a list, or expressly none; in the picture above as well, if there is one.
   Answer: [item, …]; [] is "none of these".

   In the picture, what has data-item is a shortcut for the mouse: the list does the same
   from the keyboard, and is what a screen reader reads. */

function drawForm({ shown, labels, drawings, give }) {
  let answer = null;
  const marks = new Map();
  const boxes = new Map();
  const { most } = shown;
  const spots = drawings.flatMap((each) => [...each.querySelectorAll("[data-item]")]);

  const take = (chosen) => {
    answer = chosen;
    draw();
    give(answer);
  };
  const toggle = (item) => {
    const now = new Set(answer ?? []);
    if (!now.delete(item)) {
      if (most && now.size >= most) return;
      now.add(item);
    }
    const inOrder = shown.items.map(({ id }) => id).filter((id) => now.has(id));
    // With the last tick gone nothing is said: "none of these" has its own box.
    take(inOrder.length ? inOrder : null);
  };
  const draw = () => {
    const full = Boolean(most) && (answer ?? []).length >= most;
    for (const [item, box] of boxes) {
      box.checked = Boolean(answer?.includes(item));
      // Not `disabled`: one must be able to reach it and hear that it is full.
      box.setAttribute("aria-disabled", String(full && !box.checked));
    }
    for (const spot of spots) {
      spot.classList.toggle("fl-chosen", Boolean(answer?.includes(spot.dataset.item)));
    }
    none.checked = answer?.length === 0;
    count.textContent = answer?.length
      ? fill(labels[most ? "count-most" : "count"], { n: answer.length, most })
      : answer ? "" : labels.nothing;
  };

  for (const spot of spots) {
    spot.classList.add("fl-spot");
    spot.addEventListener("click", () => toggle(spot.dataset.item));
  }
  const rows = shown.items.map((item) => {
    const box = make("input", {
      type: "checkbox",
      onchange: () => {
        toggle(item.id);
        draw();
      },
    });
    const mark = make("span", {});
    boxes.set(item.id, box);
    marks.set(item.id, mark);
    return make(
      "div",
      { class: "fl-select-row" },
      make("label", { class: "fl-choice" }, box, make("span", {}, item.text)),
      item.svg && chart(item, labels),
      mark,
    );
  });
  const none = make("input", {
    type: "checkbox",
    onchange: () => take(none.checked ? [] : null),
  });
  const count = make("span", { class: "fl-help", role: "status" });
  return {
    element: make(
      "fieldset",
      {},
      make("legend", { class: "fl-help" }, most ? fill(labels["help-most"], { most }) : labels.help),
      make(
        "div",
        { class: "fl-select" },
        rows,
        make(
          "div",
          { class: "fl-under" },
          !most && make("label", { class: "fl-choice fl-none" }, none, make("span", {}, labels.none)),
          count,
        ),
      ),
    ),
    marks,
    show(given) {
      answer = given;
      draw();
    },
  };
}

export default { render: exercise(drawForm) };
