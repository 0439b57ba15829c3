/* Six paddles of fifty holes: white beads are rings, red ones filled diamonds. */

const HOLES_IN_A_ROW = 10;

function paddle({ worker, count, words, holes }) {
  const rows = Math.ceil(holes.length / HOLES_IN_A_ROW);
  const shape = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const drawing = shape("svg", {
    viewBox: `0 0 ${HOLES_IN_A_ROW * 16 + 44} ${rows * 16 + 12}`,
    class: "fl-paddle",
    role: "img",
    "aria-label": words,
  });
  const [width, height] = [HOLES_IN_A_ROW * 16 + 12, rows * 16 + 12];
  drawing.append(
    shape("rect", { class: "fl-wood", x: width - 4, y: height / 2 - 9, width: 36, height: 18, rx: 6 }),
    shape("rect", { class: "fl-wood", x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8 }),
  );
  [...holes].forEach((hole, place) => {
    const x = 6 + 16 * (place % HOLES_IN_A_ROW) + 8;
    const y = 6 + 16 * Math.floor(place / HOLES_IN_A_ROW) + 8;
    drawing.append(
      hole === "1"
        ? shape("path", { class: "fl-red-bead", d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z` })
        : shape("circle", { class: "fl-white-bead", cx: x, cy: y, r: 5.2 }),
    );
  });
  return make(
    "li",
    { class: "fl-worker" },
    make("p", {}, make("span", { class: "fl-sim-name" }, worker), " ", make("span", {}, count)),
    drawing,
  );
}

export default {
  render: simulation({
    paddles: ({ paddles }) => make("ul", { class: "fl-workers" }, paddles.map(paddle)),
  }),
};
