/* Points on charts, marked in the picture or in the table that says the same.
   Answer: {chart: [period, …]}; [] is "no signal", an absent chart was not looked at.

   The picture is Python's: each point is <g class="point" data-period="7">, with its
   name as <title>. Here it becomes a checkbox, and one of them has the place in the tab
   order: the arrow keys go from point to point. */

function drawForm({ shown, labels, give }) {
  let answer = {};
  const marks = new Map();
  const views = new Map();

  const take = (chart, periods) => {
    answer = { ...answer };
    if (periods === null) delete answer[chart];
    else answer[chart] = periods;
    draw();
    give(Object.keys(answer).length ? answer : null);
  };
  const toggle = (chart, period) => {
    const now = new Set(answer[chart] ?? []);
    if (!now.delete(period)) now.add(period);
    // With the last mark gone nothing is said: "no signal" has its own box.
    take(chart, now.size ? [...now].sort((a, b) => a - b) : null);
  };
  const draw = () => {
    for (const [chart, { points, ticks, none, count }] of views) {
      const periods = answer[chart];
      for (const [period, point] of points) {
        const marked = Boolean(periods?.includes(period));
        point.classList.toggle("marked", marked);
        point.setAttribute("aria-checked", String(marked));
      }
      for (const [period, tick] of ticks) tick.checked = Boolean(periods?.includes(period));
      none.checked = periods?.length === 0;
      count.textContent = !periods
        ? labels["nothing-marked"]
        : periods.length
          ? fill(periods.length === 1 ? labels["one-marked"] : labels.marked, { n: periods.length })
          : "";
    }
  };

  const interactive = (item) => {
    const drawing = picture(item.svg);
    const [title, description] = (drawing.getAttribute("aria-labelledby") || "").split(" ");
    drawing.setAttribute("role", "group");
    if (title) drawing.setAttribute("aria-labelledby", title);
    if (description) drawing.setAttribute("aria-describedby", description);
    drawing.classList.add("fl-markable");

    const points = new Map();
    const inOrder = [...drawing.querySelectorAll(".point")];
    const goTo = (point) => {
      for (const other of inOrder) other.setAttribute("tabindex", other === point ? "0" : "-1");
      point.focus();
    };
    inOrder.forEach((point, place) => {
      const period = Number(point.dataset.period);
      points.set(period, point);
      point.setAttribute("role", "checkbox");
      point.setAttribute("tabindex", place === 0 ? "0" : "-1");
      point.setAttribute("aria-label", point.querySelector("title")?.textContent ?? `${period}`);
      point.addEventListener("click", () => {
        goTo(point);
        toggle(item.id, period);
      });
      point.addEventListener("keydown", (event) => {
        const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
        const last = inOrder.length - 1;
        if (event.key in steps) {
          goTo(inOrder[Math.min(Math.max(place + steps[event.key], 0), last)]);
        } else if (event.key === "Home") goTo(inOrder[0]);
        else if (event.key === "End") goTo(inOrder[last]);
        else if (event.key === " " || event.key === "Enter") toggle(item.id, period);
        else return;
        event.preventDefault();
      });
    });
    return { drawing, points };
  };

  const twin = (item, points) => {
    const { caption, columns, rows } = item.table;
    const ticks = new Map();
    const lines = rows.map(([first, ...rest], place) => {
      const period = place + 1;
      let box = null;
      if (points.has(period)) {
        box = make("input", {
          type: "checkbox",
          "aria-label": points.get(period).getAttribute("aria-label"),
          onchange: () => toggle(item.id, period),
        });
        ticks.set(period, box);
      }
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, first),
        rest.map((cell) => make("td", {}, cell)),
        make("td", {}, box && make("label", { class: "fl-cell" }, box)),
      );
    });
    const head = [...columns, labels.mark].map((text) => make("th", { scope: "col" }, text));
    const table = make(
      "table",
      {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, head)),
      make("tbody", {}, lines),
    );
    return {
      ticks,
      element: make(
        "details",
        { class: "fl-twin" },
        make("summary", {}, labels["as-table-to-mark"]),
        scroller(caption, table),
      ),
    };
  };

  const fieldsets = shown.items.map((item) => {
    const { drawing, points } = interactive(item);
    const { ticks, element: table } = twin(item, points);
    const count = make("span", { class: "fl-help" });
    const none = make("input", {
      type: "checkbox",
      onchange: () => take(item.id, none.checked ? [] : null),
    });
    const mark = make("span", {});
    marks.set(item.id, mark);
    views.set(item.id, { points, ticks, none, count });
    return make(
      "fieldset",
      {},
      make("legend", {}, item.text),
      make(
        "div",
        {},
        scroller(item.text, drawing),
        make(
          "div",
          { class: "fl-under" },
          make("label", { class: "fl-choice fl-none" }, none, make("span", {}, labels.none)),
          count,
          mark,
        ),
        table,
      ),
    );
  });

  return {
    element: make("div", {}, make("p", { class: "fl-help" }, labels.help), fieldsets),
    marks,
    show(given) {
      answer = { ...given };
      draw();
    },
  };
}

export default { render: exercise(drawForm) };
