/* One aim, put together from its parts; what it does not tell yet is said meanwhile.
   Answer: {field: text}; what, whom and where are options, the others as typed.

   The sentences are those of `remarks_on` in course/tasks/aim.py, by the same rules;
   tests/widgets/test_aim.py holds the two together. */

const CHOSEN = ["what", "whom", "where"];
const MONTHS = [
  ["jan", "tam"], ["feb"], ["mar"], ["apr", "huh"], ["may", "maj", "mai", "tou", "maí"],
  ["jun", "jún", "kes"], ["jul", "júl", "hei"], ["aug", "ágú", "elo"], ["sep", "syy"],
  ["oct", "okt", "lok"], ["nov", "nóv"], ["dec", "des"],
];
const LENGTH = /(?<![\p{L}\d_])(days?|weeks?|months?|years?|dagar|veckor|uker|uger|månader|måneder)(?![\p{L}\d_])/u;

/** The number in a text: {number}, or {problem: "number" | "unit"}. */
function readFigure(text, unit) {
  const cleaned = text.replace(/per cent|percent|pct|prosent|procent/g, "%");
  const match = cleaned.match(
    /^\s*([-+\u2212]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)?(?:[.,]\d+)?)\s*([^]*)$/,
  );
  const digits = match?.[1] ?? "";
  if (!/\d/.test(digits)) return { problem: "number" };
  const plain = (words) => words.trim().toLowerCase().replace(/\.+$/, "");
  const behind = plain(match[2]);
  const own = unit.toLowerCase();
  if (behind && ![own, own.replace(/s+$/, "")].includes(behind)) {
    return { problem: unit && !/^[\d.,]/.test(behind) ? "unit" : "number" };
  }
  return { number: Number(digits.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(",", ".")) };
}

/** Why a text is no day: "", "length", "day" or "such-day". */
function dayProblem(text) {
  const cleaned = text.split(/\s+/).filter(Boolean).join(" ").toLowerCase().replace(/^[ .]+|[ .]+$/g, "");
  const month = (word) => {
    if (word.startsWith("helm")) return 2;
    if (word.startsWith("maal")) return 3;
    if (word.startsWith("marr")) return 11;
    return MONTHS.findIndex((names) => names.includes(word.slice(0, 3))) + 1;
  };
  let found;
  let numbers = null;
  if ((found = cleaned.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/))) {
    numbers = [found[1], found[2], found[3]];
  } else if ((found = cleaned.match(/^(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})$/))) {
    numbers = [found[3], found[2], found[1]];
  } else if ((found = cleaned.match(/^(\d{1,2})(?:\.|st|nd|rd|th)?\s+(\p{L}{3,12})\.?,?\s+(\d{4})$/u))) {
    if (month(found[2])) numbers = [found[3], month(found[2]), found[1]];
  } else if ((found = cleaned.match(/^(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/u))) {
    if (month(found[1])) numbers = [found[3], month(found[1]), found[2]];
  }
  if (!numbers) return LENGTH.test(cleaned) ? "length" : "day";
  const [year, number, day] = numbers.map(Number);
  const real = new Date(Date.UTC(2000, 0, 1));
  real.setUTCFullYear(year, number - 1, day);
  return year && real.getUTCMonth() === number - 1 && real.getUTCDate() === day ? "" : "such-day";
}

/** What an aim does not tell yet, as sentences. */
function remarksOn(fields, unit, labels) {
  const filled = {};
  for (const [name, text] of Object.entries(fields)) if (text.trim()) filled[name] = text.trim();
  if (!Object.keys(filled).length) return [];
  const said = [];
  const numbers = {};
  for (const field of ["from", "to"]) {
    if (!filled[field]) continue;
    const { number, problem } = readFigure(filled[field], unit);
    if (problem) said.push(fill(labels[`no-${problem}`], { text: filled[field], unit }));
    else numbers[field] = number;
  }
  if (filled.by) {
    const problem = dayProblem(filled.by);
    if (problem) said.push(fill(labels[`no-${problem}`], { text: filled.by }));
  }
  if ("from" in numbers && numbers.from === numbers.to) said.push(labels["no-change"]);
  const has = (field) => Boolean(filled[field]);
  const lacking = () => {
    if (has("by") && !has("to")) return "when-not-how-much";
    if (has("to") && !has("by")) return "how-much-not-when";
    if (has("to") && !has("from")) return "to-not-from";
    if (!has("to")) return "neither";
    return ["what", "whom", "where"].map((field) => !has(field) && `not-${field}`).find(Boolean);
  };
  const all = ["what", "whom", "where", "from", "to", "by"].every(has);
  if (!all) said.push(labels[lacking()]);
  return said;
}

function drawForm({ shown, labels, give, giveSoon }) {
  const marks = new Map();
  const fields = new Map();
  const unit = shown.items.find(({ id }) => id === "from").unit;
  const remarks = make("ul", { class: "fl-aim-remarks", "aria-live": "polite" });
  const sentence = make("p", { class: "fl-aim-sentence" });

  const collect = () => {
    const given = {};
    for (const [id, field] of fields) if (field.value.trim()) given[id] = field.value;
    return Object.keys(given).length ? given : null;
  };
  const words = (id) => {
    const field = fields.get(id);
    if (!field.value.trim()) return "…";
    return CHOSEN.includes(id) ? field.selectedOptions[0].textContent : field.value.trim();
  };
  const draw = () => {
    const given = collect() ?? {};
    const places = Object.fromEntries(
      ["what", "whom", "where", "from", "to", "by"].map((id) => [id, words(id)]),
    );
    sentence.textContent = fill(labels.sentence, { ...places, unit });
    const said = remarksOn(given, unit, labels);
    if (Object.keys(given).length && !said.length) said.push(labels.complete);
    // Only what is new is put in, so that only that is read aloud.
    const now = [...remarks.children].map((each) => each.textContent);
    if (now.join("\n") !== said.join("\n")) {
      remarks.replaceChildren(...said.map((each) => make("li", {}, each)));
    }
  };

  const rows = shown.items.map((item) => {
    const [id, unitId] = ["aim", "unit"].map(uniqueId);
    const mark = make("span", {});
    const chosen = CHOSEN.includes(item.id);
    const field = chosen
      ? make(
          "select",
          { id, onchange: () => (draw(), give(collect())) },
          make("option", { value: "" }, labels.choose),
          shown.options
            .filter((option) => option.id.startsWith(`${item.id}.`))
            .map((option) => make("option", { value: option.id }, option.text)),
        )
      : make("input", {
          type: "text",
          id,
          autocomplete: "off",
          maxlength: "60",
          "aria-describedby": item.unit ? unitId : null,
          oninput: () => (draw(), giveSoon(collect())),
          onchange: () => (draw(), give(collect())),
        });
    fields.set(item.id, field);
    marks.set(item.id, mark);
    return make(
      "div",
      { class: "fl-row" },
      make("label", { for: id }, item.text),
      make(
        "div",
        { class: "fl-field fl-aim-field" },
        field,
        item.unit && make("span", { id: unitId }, item.unit),
        mark,
      ),
    );
  });

  return {
    element: make(
      "div",
      { class: "fl-aim" },
      rows,
      make("p", { class: "fl-help" }, labels.reads),
      sentence,
      remarks,
    ),
    marks,
    show(given) {
      for (const [id, field] of fields) field.value = given?.[id] ?? "";
      draw();
    },
  };
}

export default { render: exercise(drawForm) };
