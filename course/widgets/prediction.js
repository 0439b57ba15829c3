/* A chance for each claim: a field and a slider that say the same.
   Answer: {claim: per cent}. A slider nobody has moved is no answer. */

function drawForm({ shown, labels, give, giveSoon }) {
  let answer = {};
  const marks = new Map();
  const fields = new Map();

  const read = (text) => {
    const number = Number(text.trim().replace(/\s*%$/, "").replace(",", "."));
    return text.trim() && number >= 0 && number <= 100 ? number : null;
  };
  const take = (claim, number, hand) => {
    answer = { ...answer };
    if (number === null) delete answer[claim];
    else answer[claim] = number;
    hand(Object.keys(answer).length ? answer : null);
  };

  const rows = shown.items.map((item) => {
    const [textId, helpId] = ["claim", "help"].map(uniqueId);
    const help = make("p", { class: "fl-help", id: helpId, "aria-live": "polite" });
    const typed = (hand) => () => {
      const number = read(input.value);
      const wrong = input.value.trim() !== "" && number === null;
      input.setAttribute("aria-invalid", String(wrong));
      help.textContent = wrong ? labels.range : "";
      place(number);
      take(item.id, number, hand);
    };
    const input = make("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: "8",
      "aria-label": fill(labels.number, { item: item.text }),
      "aria-describedby": helpId,
      oninput: typed(giveSoon),
      onchange: typed(give),
    });
    const moved = (hand) => () => {
      input.value = slider.value;
      input.setAttribute("aria-invalid", "false");
      help.textContent = "";
      place(slider.valueAsNumber);
      take(item.id, slider.valueAsNumber, hand);
    };
    const slider = make("input", {
      type: "range",
      min: "0",
      max: "100",
      step: "1",
      "aria-label": fill(labels.slider, { item: item.text }),
      oninput: moved(giveSoon),
      onchange: moved(give),
      // A press that leaves the slider where it stands chooses that place.
      onclick: () => item.id in answer || moved(give)(),
    });
    const place = (number) => {
      slider.value = number ?? 50;
      slider.classList.toggle("fl-untouched", number === null);
      slider.setAttribute("aria-valuetext", number === null ? labels.untouched : `${number} %`);
    };
    const mark = make("span", {});
    marks.set(item.id, mark);
    fields.set(item.id, (number) => {
      input.value = number ?? "";
      input.setAttribute("aria-invalid", "false");
      help.textContent = "";
      place(number ?? null);
    });
    return make(
      "div",
      { class: "fl-row", role: "group", "aria-labelledby": textId },
      item.svg && chart(item, labels),
      make("p", { id: textId, class: "fl-claim" }, item.text),
      make(
        "div",
        { class: "fl-chance" },
        make("span", { class: "fl-field" }, input, make("span", { "aria-hidden": "true" }, "%")),
        make(
          "span",
          { class: "fl-slider" },
          slider,
          make(
            "span",
            { class: "fl-ends", "aria-hidden": "true" },
            make("span", {}, labels.never),
            make("span", {}, labels.always),
          ),
        ),
      ),
      help,
      mark,
    );
  });

  return {
    element: make("div", { class: "fl-prediction" }, rows),
    marks,
    show(given) {
      answer = { ...given };
      for (const [claim, put] of fields) put(answer[claim]);
    },
  };
}

export default { render: exercise(drawForm) };
