/* A target seen from above: rings at even distances, fifty marbles, their way. */

const SIZE = 300;

function target({ title, words, scale, marbles, reach, ring }) {
  const at = (cm) => SIZE / 2 + (cm / reach) * (SIZE / 2 - 10);
  const shape = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const drawing = shape("svg", {
    viewBox: `0 0 ${SIZE} ${SIZE}`,
    class: "fl-target-view",
    role: "img",
    "aria-label": words,
  });
  for (let radius = ring; radius <= reach; radius += ring) {
    drawing.append(
      shape("circle", { class: "fl-target-ring", cx: at(0), cy: at(0), r: at(radius) - at(0) }),
    );
  }
  drawing.append(
    shape("path", {
      class: "fl-target-cross",
      d: `M${at(0) - 9} ${at(0)}h18M${at(0)} ${at(0) - 9}v18`,
    }),
    shape("polyline", {
      class: "fl-target-way",
      points: marbles.map(([x, y]) => `${at(x)},${at(-y)}`).join(" "),
    }),
    ...marbles.map(([x, y], drop) => {
      const marble = shape("circle", { class: "fl-marble", cx: at(x), cy: at(-y), r: 4 });
      marble.style.setProperty("--drop", drop);
      return marble;
    }),
  );
  return make(
    "figure",
    { class: "fl-target-figure" },
    make("figcaption", {}, make("span", { class: "fl-sim-name" }, title), " ", make("span", { class: "fl-help" }, scale)),
    drawing,
  );
}

export default { render: simulation({ target }) };
