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

  const notice = make("p", { class: "fl-told", role: "status" });
  const list = make("ol", { class: "fl-modules" });
  const facts = (each) => {
    const share = each.total ? Math.min(each.answered / each.total, 1) : 0;
    const bar = make("span", { class: "fl-filled" });
    bar.style.width = `${share * 100}%`;
    const hasState = !["released", "to-come", "tool"].includes(each.state);
    return [
      make("p", { class: "fl-module-title" }, each.title),
      each.summary && make("p", { class: "fl-module-summary" }, each.summary),
      each.due && make("p", { class: "fl-due" }, each.due),
      // The words beneath say the same; the bar is only for the eye.
      hasState && make("div", { class: "fl-progress", "aria-hidden": "true" }, bar),
      each.words &&
        make(
          "p",
          { class: "fl-state" },
          hasState && icon(each.state),
          make("span", {}, [each.words, each.handed_in].filter(Boolean).join(" ")),
        ),
    ];
  };
  const way = (path, what, { title }) =>
    documentLink(path, labels[what], {
      class: "fl-button",
      "aria-label": fill(labels[`${what}-named`], { title }),
    });
  // A row stays the same element as long as its lesson is there, so that a screen reader
  // hears what a button has done, and the focus does not fall off the page.
  const newRow = () => {
    const words = make("div", {});
    const told = make("p", { class: "fl-told", role: "status" });
    const ways = make("div", { class: "fl-ways" });
    const row = make("li", { class: "fl-module" }, make("div", { class: "fl-module-words" }, words, told), ways);
    let shown = {};
    let running = false;
    const tell = (ok, text) => {
      running = ok === null;
      told.textContent = text;
      told.dataset.ok = String(ok);
      for (const button of ways.querySelectorAll("button")) {
        button.setAttribute("aria-disabled", String(running));
      }
    };
    const button = (deed) => {
      const named = (what) => fill(labels[`${deed}${what}`], shown);
      return make(
        "button",
        {
          type: "button",
          class: "fl-primary",
          "aria-label": named("-named"),
          onclick: () => {
            if (running) return;
            // At once, not when the kernel has heard of it: nobody should press twice.
            tell(null, named("-running"));
            model.send({ do: deed, lesson: shown.lesson });
          },
        },
        labels[deed],
      );
    };
    const update = (now) => {
      if (JSON.stringify(now) === JSON.stringify(shown)) return;
      shown = now;
      row.dataset.state = now.state;
      words.replaceChildren(...facts(now).filter(Boolean));
      const focused = [...ways.children].find((each) => each === document.activeElement);
      ways.replaceChildren(
        ...[
          now.path && way(now.path, "open", now),
          ...(now.deeds ?? []).map(button),
          now.feedback && way(now.feedback, "read-feedback", now),
        ].filter(Boolean),
      );
      if (!focused) return;
      // What came of a button stands where it stood.
      const alike = [...ways.children].find((each) => each.textContent === focused.textContent);
      (alike ?? ways.lastElementChild)?.focus();
    };
    const forget = () => running || tell(true, "");
    return { row, tell, update, forget, lesson: () => shown.lesson };
  };
  const rows = new Map();
  const drawList = (modules) => {
    for (const title of rows.keys()) {
      if (!modules.some((each) => each.title === title)) rows.delete(title);
    }
    for (const each of modules) {
      if (!rows.has(each.title)) rows.set(each.title, newRow());
      rows.get(each.title).update(each);
    }
    const wanted = modules.map((each) => rows.get(each.title).row);
    const same = wanted.every((row, at) => list.children[at] === row);
    if (!same || list.children.length !== wanted.length) list.replaceChildren(...wanted);
  };

  const standingTitle = make("summary", {});
  const standingBody = make("div", {});
  const standing = make("details", { class: "fl-stands" }, standingTitle, standingBody);
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
    notice.textContent = shown.notice ?? "";
    list.hidden = !shown.modules;
    drawList(shown.modules ?? []);
    drawStanding(shown.standing);
  };
  const drawDone = () => {
    const { lesson, ok, text } = model.get("done");
    for (const row of rows.values()) if (row.lesson() === lesson && text) row.tell(ok, text);
  };
  const drawNaming = () => {
    const { ok, text } = model.get("naming");
    naming.textContent = text;
    naming.dataset.ok = String(ok);
    field.setAttribute("aria-invalid", String(ok === false));
    if (ok === false) field.focus();
  };
  // An exercise has saved: the count may have changed. Once for many at a time.
  const refresh = whenQuiet(300, () => {
    for (const row of rows.values()) row.forget();
    model.send({ do: "refresh" });
  });
  const saved = (event) => event.detail?.ok && refresh();

  // Somebody comes back to the page: a lesson may have been released meanwhile.
  let away = false;
  const sight = new IntersectionObserver((seen) => {
    const { isIntersecting } = seen.at(-1);
    if (isIntersecting && away) refresh();
    away = !isIntersecting;
  });
  const awake = () => document.visibilityState === "visible" && refresh();

  root.append(sentence, place, form, naming, work, notice, list, standing);
  draw();
  drawNaming();
  window.addEventListener("fourlenses:saved", saved);
  if (mode === "course") {
    document.addEventListener("visibilitychange", awake);
    sight.observe(root);
  }
  const stop = listen(model, {
    "change:shown": draw,
    "change:naming": drawNaming,
    "change:done": drawDone,
  });
  return () => {
    window.removeEventListener("fourlenses:saved", saved);
    document.removeEventListener("visibilitychange", awake);
    sight.disconnect();
    refresh.forget();
    stop();
  };
}

export default { render };
