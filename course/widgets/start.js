/* The head of a lesson, and the course's start page. */

function render({ model, el }) {
  const { mode, title } = model.get("shown");
  const root = card({ el, name: mode === "course" ? "start-course" : "start-lesson", title });
  const labels = model.get("shown").labels;

  const sentence = make("p", { class: "fl-who", role: "status" });
  const place = make("p", { class: "fl-note" });

  const fieldId = uniqueId("name");
  const ruleId = uniqueId("rule");
  const field = make("input", {
    type: "text",
    id: fieldId,
    autocomplete: "off",
    spellcheck: "false",
    maxlength: "40",
    "aria-describedby": ruleId,
  });
  const naming = make("p", { class: "fl-naming", role: "status" });
  const form = make(
    "form",
    {
      class: "fl-name",
      onsubmit: (event) => {
        event.preventDefault();
        if (field.value.trim()) model.send({ do: "choose", name: field.value.trim() });
      },
    },
    make("label", { for: fieldId }, labels["name-label"]),
    make("p", { class: "fl-help", id: ruleId }, labels["name-why"]),
    make(
      "div",
      { class: "fl-field" },
      field,
      make("button", { type: "submit" }, labels["name-choose"]),
    ),
  );

  const sectorId = uniqueId("sector");
  const sectorWhy = uniqueId("sector-why");
  const sector = make("select", {
    id: sectorId,
    "aria-describedby": sectorWhy,
    onchange: () => model.send({ do: "settle", sector: sector.value }),
  });
  const work = make(
    "div",
    { class: "fl-name" },
    make("label", { for: sectorId }, labels["sector-label"]),
    make("p", { class: "fl-help", id: sectorWhy }, labels["sector-why"]),
    make("div", { class: "fl-field" }, sector),
  );

  const list = make("ol", { class: "fl-modules" });
  const module = (each) => {
    const share = each.total ? Math.min(each.answered / each.total, 1) : 0;
    const bar = make("span", { class: "fl-filled" });
    bar.style.width = `${share * 100}%`;
    const hasState = !["to-come", "tool"].includes(each.state);
    return make(
      "li",
      { class: "fl-module", "data-state": each.state },
      make(
        "div",
        { class: "fl-module-words" },
        make("p", { class: "fl-module-title" }, each.title),
        make("p", { class: "fl-module-summary" }, each.summary),
        // The words beneath say the same; the bar is only for the eye.
        hasState &&
          make("div", { class: "fl-progress", "aria-hidden": "true" }, bar),
        each.words &&
          make(
            "p",
            { class: "fl-state" },
            hasState && icon(each.state),
            make("span", {}, [each.words, each.handed_in].filter(Boolean).join(" ")),
          ),
      ),
      each.path &&
        documentLink(each.path, labels.open, {
          class: "fl-button",
          "aria-label": fill(labels["open-named"], { title: each.title }),
        }),
    );
  };

  const standingTitle = make("summary", {});
  const standingBody = make("div", {});
  const standing = make("details", { class: "fl-standing" }, standingTitle, standingBody);
  const objective = ({ text, state, words, tasks }) =>
    make(
      "li",
      {},
      make("p", { class: "fl-objective" }, icon(state), make("span", {}, text)),
      make("p", { class: "fl-evidence" }, words),
      tasks.length > 0 &&
        make(
          "details",
          {},
          make(
            "summary",
            { "aria-label": fill(labels["evidence-of"], { text }) },
            labels.evidence,
          ),
          make("ul", {}, ...tasks.map((task) => make("li", {}, task))),
        ),
    );
  let drawn = "";
  const drawStanding = (now) => {
    standing.hidden = !now;
    // What is open stays open, and the focus where it is, unless something is new.
    if (!now || JSON.stringify(now) === drawn) return;
    drawn = JSON.stringify(now);
    standingTitle.textContent = now.summary;
    standingBody.replaceChildren(
      make("p", {}, labels["how-met"]),
      make("ul", { class: "fl-objectives" }, ...now.objectives.map(objective)),
      ...(now.handed_in
        ? [tableOf(now.hours), make("p", { class: "fl-note" }, labels["hours-how"])]
        : []),
    );
  };

  const draw = () => {
    const shown = model.get("shown");
    sentence.textContent = shown.sentence;
    place.textContent = shown.saved_in_words ?? "";
    place.hidden = !shown.saved_in_words;
    form.hidden = !shown.may_choose;
    work.hidden = !shown.sectors;
    if (shown.sectors && !sector.options.length) {
      sector.append(...shown.sectors.map(({ id, text }) => make("option", { value: id }, text)));
    }
    if (shown.sectors) sector.value = shown.sector;
    list.hidden = !shown.modules;
    list.replaceChildren(...(shown.modules ?? []).map(module));
    drawStanding(shown.standing);
  };
  const drawNaming = () => {
    const { ok, text } = model.get("naming");
    naming.textContent = text;
    naming.dataset.ok = String(ok);
    field.setAttribute("aria-invalid", String(ok === false));
    if (ok === false) field.focus();
  };
  // An exercise has saved: the count may have changed. Once for many at a time.
  const refresh = whenQuiet(300, () => model.send({ do: "refresh" }));
  const saved = (event) => event.detail?.ok && refresh();

  root.append(sentence, place, form, naming, work, list, standing);
  draw();
  drawNaming();
  window.addEventListener("fourlenses:saved", saved);
  const stop = listen(model, { "change:shown": draw, "change:naming": drawNaming });
  return () => {
    window.removeEventListener("fourlenses:saved", saved);
    refresh.forget();
    stop();
  };
}

export default { render };
