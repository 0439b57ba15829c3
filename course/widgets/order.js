/* Cards in an order: buttons for the keyboard, dragging for who likes it.
   Answer: [card, …]. Cards as they were dealt are no answer until somebody says so. */

function drawForm({ shown, labels, give }) {
  const marks = new Map();
  const cards = new Map();
  const texts = new Map(shown.items.map((item) => [item.id, item.text]));
  const dealt = shown.items.map((item) => item.id);
  let order = dealt;
  let confirmed = false;

  const list = make("ol", { class: "fl-cards" });
  const spoken = make("p", { class: "fl-hidden-words", "aria-live": "polite" });
  const note = make("p", { class: "fl-help" });
  const confirm = make("button", {
    type: "button",
    onclick: () => confirmed || arrange(order),
  });

  const draw = () => {
    // Only what stands wrong is moved: a moved element loses the focus.
    order.forEach((id, place) => {
      const { element, number, up, down } = cards.get(id);
      if (list.children[place] !== element) list.insertBefore(element, list.children[place]);
      number.textContent = `${place + 1}`;
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === order.length - 1));
    });
    note.textContent = confirmed ? labels["is-answer"] : labels["not-yet"];
    confirm.textContent = confirmed ? labels.confirmed : labels.confirm;
    confirm.setAttribute("aria-disabled", String(confirmed));
  };
  const arrange = (next) => {
    order = next;
    confirmed = true;
    draw();
    give(order);
  };
  const tell = (id) => {
    spoken.textContent = fill(labels.moved, {
      card: texts.get(id),
      place: order.indexOf(id) + 1,
      total: order.length,
    });
  };
  const shift = (id, by, button) => {
    const from = order.indexOf(id);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    const next = order.filter((other) => other !== id);
    next.splice(to, 0, id);
    arrange(next);
    button.focus();
    tell(id);
  };

  const startDrag = (id, event) => {
    const byMouse = event.pointerType === "mouse";
    const onHandle = event.target.closest(".fl-handle");
    // A finger on the card scrolls the page; on the handle it lifts the card.
    if (event.button !== 0 || event.target.closest("button") || !(byMouse || onHandle)) return;
    event.preventDefault();
    const before = order;
    const { element } = cards.get(id);
    element.setPointerCapture(event.pointerId);
    element.classList.add("fl-lifted");
    const move = ({ clientY }) => {
      const others = order.filter((other) => other !== id);
      const above = others.filter((other) => {
        const { top, height } = cards.get(other).element.getBoundingClientRect();
        return clientY > top + height / 2;
      }).length;
      const next = [...others.slice(0, above), id, ...others.slice(above)];
      if (next.join() === order.join()) return;
      order = next;
      draw();
      // Moving it in the page may have let go of the pointer.
      element.setPointerCapture(event.pointerId);
    };
    const stop = (kept) => () => {
      element.classList.remove("fl-lifted");
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", drop);
      element.removeEventListener("pointercancel", cancel);
      if (kept && order.join() !== before.join()) {
        arrange(order);
        tell(id);
      } else {
        order = before;
        draw();
      }
    };
    const drop = stop(true);
    const cancel = stop(false);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", drop);
    element.addEventListener("pointercancel", cancel);
  };

  for (const item of shown.items) {
    const number = make("span", { class: "fl-place", "aria-hidden": "true" });
    const mark = make("span", {});
    const mover = (by, label, sign) => {
      const button = make(
        "button",
        {
          type: "button",
          class: "fl-mover",
          "aria-label": fill(label, { card: item.text }),
          onclick: () => shift(item.id, by, button),
        },
        make("span", { "aria-hidden": "true" }, sign),
      );
      return button;
    };
    const up = mover(-1, labels["move-up"], "↑");
    const down = mover(1, labels["move-down"], "↓");
    const element = make(
      "li",
      { class: "fl-movable", onpointerdown: (event) => startDrag(item.id, event) },
      make("span", { class: "fl-handle", "aria-hidden": "true" }),
      number,
      make(
        "div",
        { class: "fl-card-words" },
        make("span", {}, item.text),
        item.svg && chart(item, labels),
        mark,
      ),
      make("span", { class: "fl-movers" }, up, down),
    );
    marks.set(item.id, mark);
    cards.set(item.id, { element, number, up, down });
  }

  return {
    element: make("div", {}, note, list, spoken, make("p", { class: "fl-buttons" }, confirm)),
    marks,
    show(given) {
      confirmed = Array.isArray(given);
      order = confirmed ? given : dealt;
      draw();
    },
  };
}

export default { render: exercise(drawForm) };
