/* Hang each card on another, on the aim, or nowhere; the tree is drawn meanwhile.
   Answer: {card: parent}; a card not judged is absent.

   A list for each card does it all from the keyboard. The picture is drawn here, from
   the answer alone, as `course/charts/trees.py` draws it for a page that stands still;
   the outline below it says the same in words. */

const BOX = { width: 184, gap: 30, line: 15, padding: 7, row: 10, head: 26, margin: 6, letters: 24 };
const FILLS = ["#e8f1f7", "#ffffff", "#f3f6f8", "#ffffff"];
const ROOT = "aim";
const NOT_IN_IT = "none";

/** Cards below the aim, depth first: [[depth, card], …]. */
function outlineOf(parents, order, root = ROOT) {
  const found = [];
  const visit = (card, depth) => {
    found.push([depth, card]);
    for (const child of order) if (parents[child] === card) visit(child, depth + 1);
  };
  visit(root, 0);
  return found;
}

/** Whether `card` is `other` or lies below it. */
function liesBelow(card, other, parents) {
  for (let above = card; above; above = parents[above]) if (above === other) return true;
  return false;
}

function wrapped(text) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (!last) lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= BOX.letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function placeTree(parents, texts, order) {
  const rows = outlineOf(parents, order);
  const children = (card) => order.filter((each) => parents[each] === card);
  const lines = new Map(rows.map(([, card]) => [card, wrapped(texts.get(card))]));
  const height = (card) => lines.get(card).length * BOX.line + 2 * BOX.padding;
  const middle = new Map();
  let leaf = BOX.margin + BOX.head;
  for (const [, card] of rows) {
    if (children(card).length) continue;
    middle.set(card, leaf + height(card) / 2);
    leaf += height(card) + BOX.row;
  }
  for (const [, card] of [...rows].reverse()) {
    const below = children(card);
    if (below.length) middle.set(card, (middle.get(below[0]) + middle.get(below[below.length - 1])) / 2);
  }
  const free = new Map();
  return rows.map(([depth, card]) => {
    const top = Math.max(middle.get(card) - height(card) / 2, free.get(depth) ?? BOX.margin + BOX.head);
    free.set(depth, top + height(card) + BOX.row);
    const x = BOX.margin + depth * (BOX.width + BOX.gap);
    return { card, depth, x, y: top, height: height(card), lines: lines.get(card) };
  });
}

function drawTree(parents, texts, order, heads, name) {
  const draw = (tag, attributes, ...children) => {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const placed = placeTree(parents, texts, order);
  const at = new Map(placed.map((each) => [each.card, each]));
  const columns = Math.max(...placed.map(({ depth }) => depth)) + 1;
  const width = 2 * BOX.margin + columns * BOX.width + (columns - 1) * BOX.gap;
  const height = Math.max(...placed.map((each) => each.y + each.height)) + BOX.margin;
  const drawing = draw(
    "svg",
    {
      xmlns: SVG,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": name,
      "font-family": "system-ui, sans-serif",
      class: "fl-picture",
    },
    draw("title", {}, name),
  );
  // One column need not be as wide as the page.
  drawing.style.maxWidth = `${width}px`;
  drawing.style.minWidth = `${Math.min(width, 640)}px`;
  heads.slice(0, columns).forEach((head, column) =>
    drawing.append(
      draw(
        "text",
        {
          x: BOX.margin + column * (BOX.width + BOX.gap),
          y: BOX.margin + 13,
          "font-size": 12.5,
          "font-weight": 600,
          fill: "#4a5966",
        },
        head,
      ),
    ),
  );
  for (const child of placed) {
    const parent = at.get(parents[child.card]);
    if (!parent) continue;
    const [x, y] = [parent.x + BOX.width, parent.y + parent.height / 2];
    const [toX, toY] = [child.x, child.y + child.height / 2];
    const half = (x + toX) / 2;
    drawing.append(
      draw("path", {
        d: `M${x} ${y}C${half} ${y} ${half} ${toY} ${toX} ${toY}`,
        fill: "none",
        stroke: "#4a5966",
        "stroke-width": 1.5,
      }),
    );
  }
  for (const { x, y, depth, height: tall, lines } of placed) {
    drawing.append(
      draw("rect", {
        x,
        y,
        width: BOX.width,
        height: tall,
        rx: 6,
        fill: FILLS[Math.min(depth, FILLS.length - 1)],
        stroke: "#1b5a85",
        "stroke-width": depth ? 1.2 : 2.5,
      }),
      ...lines.map((text, row) =>
        draw(
          "text",
          { x: x + 9, y: y + BOX.padding + 11.5 + row * BOX.line, "font-size": 12.5, fill: "#1d2b36" },
          text,
        ),
      ),
    );
  }
  return drawing;
}

function drawForm({ shown, labels, give }) {
  let answer = {};
  const marks = new Map();
  const lists = new Map();
  const order = shown.items.map(({ id }) => id);
  const texts = new Map([...shown.options, ...shown.items].map(({ id, text }) => [id, text]));
  const heads = [0, 1, 2, 3].map((depth) => labels[`column-${depth}`]);

  const canvas = make("div", { class: "fl-tree-canvas" });
  const twin = make("div", {});
  const count = make("p", { class: "fl-help", role: "status" });
  const spoken = make("p", { class: "fl-hidden-words", "aria-live": "polite" });

  const save = (name, type, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const asText = () => {
    const rows = outlineOf(answer, order).map(([depth, card]) => `${"  ".repeat(depth)}- ${texts.get(card)}`);
    const beside = order.filter((card) => answer[card] === NOT_IN_IT).map((card) => `- ${texts.get(card)}`);
    return [...rows, ...(beside.length ? ["", labels.beside, ...beside] : []), ""].join("\n");
  };
  const asSvg = () => {
    const copy = drawTree(answer, texts, order, heads, labels.picture);
    copy.removeAttribute("style");
    return new XMLSerializer().serializeToString(copy);
  };

  const nested = (parent) => {
    const below = order.filter((card) => answer[card] === parent);
    return below.length
      ? make("ul", {}, below.map((card) => make("li", {}, texts.get(card), nested(card))))
      : null;
  };
  const listed = (title, cards) =>
    cards.length && [
      make("p", { class: "fl-help" }, title),
      make("ul", {}, cards.map((card) => make("li", {}, texts.get(card)))),
    ];

  const draw = () => {
    for (const [card, list] of lists) {
      list.value = answer[card] ?? "";
      // What would lie below itself cannot be chosen.
      for (const option of list.options) {
        option.disabled = order.includes(option.value) && liesBelow(option.value, card, answer);
      }
    }
    const held = new Set(outlineOf(answer, order).map(([, card]) => card));
    const beside = order.filter((card) => answer[card] === NOT_IN_IT);
    const loose = order.filter((card) => answer[card] && answer[card] !== NOT_IN_IT && !held.has(card));
    const waiting = order.filter((card) => !answer[card]);
    canvas.replaceChildren(
      scroller(labels.picture, drawTree(answer, texts, order, heads, labels.picture)),
    );
    twin.replaceChildren(
      ...[
        make("ul", {}, make("li", {}, texts.get(ROOT), nested(ROOT))),
        listed(labels.loose, loose),
        listed(labels.beside, beside),
        listed(labels.waiting, waiting),
      ].flat().filter(Boolean),
    );
    count.textContent = fill(labels.count, {
      placed: order.length - waiting.length,
      total: order.length,
    });
  };

  const rows = shown.items.map((item) => {
    const id = uniqueId("card");
    const mark = make("span", {});
    const option = (value, text) => make("option", { value }, text);
    const list = make(
      "select",
      {
        id,
        onchange: () => {
          const next = { ...answer };
          if (list.value) next[item.id] = list.value;
          else delete next[item.id];
          answer = next;
          draw();
          spoken.textContent = list.value
            ? fill(labels.hung, { card: item.text, parent: texts.get(list.value) })
            : "";
          give(Object.keys(answer).length ? answer : null);
        },
      },
      option("", labels.choose),
      shown.options.map((each) => option(each.id, each.id === ROOT ? labels.aim : each.text)),
      make(
        "optgroup",
        { label: labels.cards },
        shown.items.filter(({ id: other }) => other !== item.id).map(({ id: other, text }) => option(other, text)),
      ),
    );
    lists.set(item.id, list);
    marks.set(item.id, mark);
    return make(
      "div",
      { class: "fl-tree-row" },
      make("label", { for: id }, item.text),
      make("div", {}, list, mark),
    );
  });

  return {
    element: make(
      "div",
      { class: "fl-tree" },
      make("p", { class: "fl-help" }, labels.help),
      rows,
      count,
      canvas,
      make("details", { class: "fl-twin" }, make("summary", {}, labels.outline), twin),
      make(
        "p",
        { class: "fl-buttons fl-tree-take" },
        make(
          "button",
          { type: "button", onclick: () => save(`${shown.name}.svg`, "image/svg+xml", asSvg()) },
          labels["take-svg"],
        ),
        make(
          "button",
          { type: "button", onclick: () => save(`${shown.name}.txt`, "text/plain;charset=utf-8", asText()) },
          labels["take-text"],
        ),
      ),
      spoken,
    ),
    marks,
    show(given) {
      answer = { ...given };
      draw();
    },
  };
}

export default { render: exercise(drawForm) };
