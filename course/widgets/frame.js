/* What every widget of the course shares.

   There is no bundler: Python puts this text before the widget's own file
   (`script("clinic.js")` in frame.py), so these functions are simply there.

     make(tag, attributes, ...children)   an element; text is always text, never HTML
     fill(template, {n: 3})               "Hint {n}" -> "Hint 3"
     paragraphs(text)                     <p>s, split at blank lines
     picture(svg)                         an SVG drawn by our own Python, as an element
     scroller(label, content)             lets what is too wide scroll, also by keyboard
     tableOf({caption, columns, rows})    a table; its first column names the rows
     chart({svg, table}, labels)         the picture with its table twin below
     icon(state)                          not-attempted, attempted or right, by shape
     uniqueId(stem)                       an id nobody else on the page has
     card({el, name, title, tag})         the light card; append to what it returns
     savedMark({model, labels, retry})    "Saved 14:32" or a loud "Not saved: …"
     whenQuiet(milliseconds, action)      run once typing has paused; .flush() at once
     listen(model, {"change:x": f})       returns what undoes it
     documentLink(path, text)             opens a file of the Jupyter server
     exercise(drawForm)                   the render function of a kind of exercise

   A widget that is not an exercise takes `card`, `savedMark` and whatever else it
   needs; frame.css styles plain buttons, inputs, tables and fieldsets inside the card. */

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. A function among the attributes listens: {onclick: …}. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

/** Fill the {places} of a sentence. */
function fill(template, values = {}) {
  return template.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** Paragraphs of a plain text. */
function paragraphs(text) {
  return (text || "")
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => make("p", {}, part.trim()));
}

/** An id for aria-labelledby and the like. Each widget's script is loaded anew, so a
    counter here would begin at 1 in every exercise of the page. */
function uniqueId(stem) {
  return `fl-${stem}-${Math.random().toString(36).slice(2, 10)}`;
}

/** An SVG from Python as an element of this page, its ids made unique in the page. */
function picture(svg) {
  const drawing = document.importNode(
    new DOMParser().parseFromString(svg, "image/svg+xml").documentElement,
    true,
  );
  const renamed = new Map();
  for (const element of [drawing, ...drawing.querySelectorAll("[id]")]) {
    if (!element.id) continue;
    renamed.set(element.id, uniqueId(element.id));
    element.id = renamed.get(element.id);
  }
  const references = ["aria-labelledby", "aria-describedby", "href", "clip-path", "fill"];
  for (const element of [drawing, ...drawing.querySelectorAll("*")]) {
    for (const name of references) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const swapped = name.startsWith("aria-")
        ? value.split(/\s+/).map((id) => renamed.get(id) ?? id).join(" ")
        : value.replace(/#([^)"']+)/, (all, id) => `#${renamed.get(id) ?? id}`);
      if (swapped !== value) element.setAttribute(name, swapped);
    }
  }
  drawing.classList.add("fl-picture");
  return drawing;
}

/** A box in which wide content scrolls by itself. It can be reached with Tab when, and
    only when, there is something to scroll; its edge fades where more is to come. */
function scroller(label, content) {
  const box = make("div", { class: "fl-scroll" }, content);
  const fade = () => {
    box.dataset.more = String(box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  const measure = () => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const tall = box.scrollHeight > box.clientHeight + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]]) {
      if (wide || tall) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
    fade();
  };
  box.addEventListener("scroll", fade, { passive: true });
  const watch = new ResizeObserver(measure);
  watch.observe(box);
  watch.observe(content);
  return box;
}

/** A table of texts; the first cell of each row is its heading. */
function tableOf({ caption, columns, rows }) {
  const heads = columns.map((column) => make("th", { scope: "col" }, column));
  const lines = rows.map(([first, ...rest]) =>
    make("tr", {}, make("th", { scope: "row" }, first), rest.map((cell) => make("td", {}, cell))),
  );
  return scroller(
    caption,
    make(
      "table",
      {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, heads)),
      make("tbody", {}, lines),
    ),
  );
}

/** A picture with the same figures as a table, folded away below it. */
function chart({ svg, table }, labels) {
  const twin = table && make(
    "details",
    { class: "fl-twin" },
    make("summary", {}, labels["as-table"]),
    tableOf(table),
  );
  const drawing = picture(svg);
  const name = drawing.querySelector("title")?.textContent ?? "";
  return make("div", { class: "fl-figure" }, scroller(name, drawing), twin);
}

/** The three states by shape: an open ring, a half disc, a disc with a tick. */
function icon(state) {
  const shapes = {
    "not-attempted": [["circle", { cx: 8, cy: 8, r: 6, "stroke-dasharray": "2.5 2.2" }]],
    attempted: [
      ["circle", { cx: 8, cy: 8, r: 6 }],
      ["path", { d: "M8 2a6 6 0 0 1 0 12z", class: "fl-solid" }],
    ],
    right: [
      ["circle", { cx: 8, cy: 8, r: 7, class: "fl-solid" }],
      ["path", { d: "M4.8 8.3l2.2 2.2 4.2-4.6", class: "fl-tick" }],
    ],
    "not-yet": [
      ["circle", { cx: 8, cy: 8, r: 6 }],
      ["path", { d: "M5 8h6" }],
    ],
  };
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  drawing.classList.add("fl-icon", `fl-icon-${state}`);
  for (const [tag, attributes] of shapes[state]) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    drawing.append(shape);
  }
  return drawing;
}

/** The card a widget stands on. Jupyter's commands stay out of it: with focus on a radio
    button, "d d" would otherwise delete the cell. JupyterLab looks for a command on the
    focused element first and only then further up, so that element itself has to carry
    the attribute; on the card alone it does not help. */
function card({ el, name, title, tag }) {
  const titleId = uniqueId("title");
  const root = make(
    "div",
    {
      class: "fourlenses",
      role: "group",
      "aria-labelledby": titleId,
      "data-fourlenses": name,
      "data-lm-suppress-shortcuts": "true",
      onfocusin: ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true"),
      onkeydown: (event) => {
        // Everything is saved already; the browser must not offer to save the page.
        if ((event.ctrlKey || event.metaKey) && event.key === "s") event.preventDefault();
      },
    },
    make(
      "div",
      { class: "fl-head" },
      make("p", { class: "fl-heading", id: titleId }, title),
      tag && make("p", { class: "fl-tag" }, tag),
    ),
  );
  // JupyterLab forbids line breaks in any field that stands in a cell, by listening on
  // the field. Stopped up here, the event never reaches that listener.
  root.addEventListener(
    "beforeinput",
    (event) => event.inputType === "insertLineBreak" && event.stopImmediatePropagation(),
    { capture: true },
  );
  el.append(root);
  return root;
}

/** A link to a file of the Jupyter server. JupyterLab listens for its commands on the
    whole page and opens a tab; the address is for Notebook, and for a middle click. */
function documentLink(path, text, attributes = {}) {
  const settings = document.getElementById("jupyter-config-data");
  const base = settings ? JSON.parse(settings.textContent).baseUrl : "";
  const isNotebook = document.body.dataset.notebook !== undefined;
  const isPage = /\.html?$/.test(path);
  const room = isPage ? "files" : isNotebook ? "notebooks" : "lab/tree";
  const place = path.split("/").map(encodeURIComponent).join("/");
  return make(
    "a",
    {
      href: settings ? `${base}${room}/${place}` : place,
      target: isPage || isNotebook ? "_blank" : null,
      rel: "noopener",
      "data-commandlinker-command": "docmanager:open",
      "data-commandlinker-args": JSON.stringify({ path }),
      ...attributes,
    },
    text,
  );
}

/** Listen to a model; returns the function that stops. */
function listen(model, handlers) {
  for (const [event, handler] of Object.entries(handlers)) model.on(event, handler);
  return () => {
    for (const [event, handler] of Object.entries(handlers)) model.off(event, handler);
  };
}

/** Run `action` once nothing new has come for a while. */
function whenQuiet(milliseconds, action) {
  let timer = null;
  let latest = [];
  const flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    action(...latest);
  };
  const soon = (...values) => {
    latest = values;
    clearTimeout(timer);
    timer = setTimeout(flush, milliseconds);
  };
  soon.flush = flush;
  soon.forget = () => {
    clearTimeout(timer);
    timer = null;
  };
  return soon;
}

/** How long the kernel may take before the learner is told that nothing is saved. */
const PATIENCE = 10_000;

/** Whether the work is saved, from the trait `saved`:

      {ok: true|false|null, text, choice: bool, locked: bool, count}

    `ok` null with a text is a notice (an answer that could not be read). `choice` asks
    which of two windows to keep. `count` grows with every save, so that "Saved 14:32"
    twice in a minute still says that the second one happened.
    Call `.saving()` when something was sent, `.stop()` at the end. */
function savedMark({ model, labels, retry }) {
  const word = make("span", { class: "fl-saved", role: "status" });
  const alarm = make("div", { class: "fl-alarm", role: "alert" });
  let timer = null;

  const ask = (action, label) =>
    make("button", { type: "button", onclick: () => model.send({ do: action }) }, label);
  const loud = (text, ...buttons) =>
    alarm.replaceChildren(
      make("p", {}, text),
      ...(buttons.length ? [make("p", { class: "fl-buttons" }, buttons)] : []),
    );

  const draw = () => {
    const { ok, text, choice } = model.get("saved");
    clearTimeout(timer);
    word.textContent = ok === true ? text : ok === false ? labels["not-saved"] : "";
    word.dataset.ok = String(ok);
    alarm.dataset.ok = String(ok);
    if (ok === true || !text) alarm.replaceChildren();
    else if (choice) {
      loud(text, ask("keep-mine", labels["keep-mine"]), ask("show-theirs", labels["show-theirs"]));
    } else if (ok === false && retry) {
      loud(text, make("button", { type: "button", onclick: retry }, labels["try-again"]));
    } else loud(text);
  };
  const changed = () => {
    draw();
    const { ok, text } = model.get("saved");
    if (ok === null) return;
    window.dispatchEvent(new CustomEvent("fourlenses:saved", { detail: { text, ok } }));
  };
  const stop = listen(model, { "change:saved": changed });
  draw();
  return {
    word,
    alarm,
    saving() {
      word.textContent = labels.saving;
      word.dataset.ok = "null";
      clearTimeout(timer);
      timer = setTimeout(() => {
        word.textContent = labels["not-saved"];
        word.dataset.ok = "false";
        alarm.dataset.ok = "false";
        loud(labels["no-reply"]);
        window.dispatchEvent(
          new CustomEvent("fourlenses:saved", { detail: { text: labels["no-reply"], ok: false } }),
        );
      }, PATIENCE);
    },
    stop() {
      clearTimeout(timer);
      stop();
    },
  };
}

/** The render function of one kind of exercise.

    `drawForm({shown, labels, drawings, give, giveSoon})` gets the pictures that stand
    above the form, and returns

      element         the form
      show(answer)    put an answer (or null) into the form; must not move the focus
      marks           Map of item id -> an empty <span>, for practice's "Right"

    and calls `give(answer)` at every change, or `giveSoon(answer)` while one types;
    null says that nothing is answered. */
function exercise(drawForm) {
  return ({ model, el }) => {
    const shown = model.get("shown");
    const { labels } = shown;
    const root = card({
      el,
      name: shown.name,
      title: shown.title,
      tag: fill(labels[shown.points ? "graded" : "practice"], { points: shown.points }),
    });

    // What this view sent last: its own answer coming back must not redraw the form,
    // or a letter typed meanwhile would be lost.
    let sent = JSON.stringify(model.get("answer"));
    const give = (answer) => {
      soon.forget();
      if (JSON.stringify(answer) === sent) return;
      sent = JSON.stringify(answer);
      model.set("answer", answer);
      model.save_changes();
      saved.saving();
    };
    const soon = whenQuiet(400, give);
    const giveSoon = (answer) => soon(answer);

    const saved = savedMark({
      model,
      labels,
      retry: () => model.send({ do: "save-again" }),
    });
    const drawings = shown.drawings.map((each) => chart(each, labels));
    const form = drawForm({ shown, labels, drawings, give, giveSoon });
    form.element.classList.add("fl-form");
    form.element.addEventListener("focusout", () => soon.flush());

    const state = make("p", { class: "fl-state" });
    const report = make("div", { class: "fl-report", "aria-live": "polite" });
    const drawReport = () => {
      const { state: name, words, right } = model.get("report");
      root.dataset.state = name;
      state.replaceChildren(icon(name), labels[`state-${name}`]);
      report.replaceChildren(...words.map((sentence) => make("p", {}, sentence)));
      for (const [item, mark] of form.marks ?? []) {
        const known = item in (right ?? {});
        const name = right?.[item] ? "right" : "not-yet";
        mark.className = `fl-mark${known ? ` fl-mark-${name}` : ""}`;
        mark.replaceChildren(...(known ? [icon(name), labels[`part-${name}`]] : []));
      }
    };

    const hintList = make("ol", { class: "fl-hints", "aria-live": "polite" });
    const hint = make("button", {
      type: "button",
      onclick: () => {
        if (hint.getAttribute("aria-disabled") !== "true") model.send({ do: "hint" });
      },
    });
    const drawHints = () => {
      const hints = model.get("hints");
      const left = shown.hint_count - hints.length;
      hintList.hidden = !hints.length;
      hint.hidden = !shown.hint_count;
      // Not `disabled`: that would throw a keyboard user back to the top of the page.
      hint.setAttribute("aria-disabled", String(left <= 0));
      hint.textContent =
        left > 0
          ? fill(labels.hint, { n: hints.length + 1, total: shown.hint_count })
          : labels["no-more-hints"];
      // Only what is new is added, so that only that is read aloud.
      while (hintList.children.length > hints.length) hintList.lastChild.remove();
      hints
        .slice(hintList.children.length)
        .forEach((sentence) => hintList.append(make("li", {}, sentence)));
    };

    const check = make(
      "button",
      {
        type: "button",
        class: "fl-primary",
        onclick: () => {
          soon.flush();
          // The answer goes along: a change still on its way could arrive later.
          model.send({ do: "check", answer: JSON.parse(sent) });
        },
      },
      labels.check,
    );
    check.hidden = !shown.can_check;

    const reset = make(
      "button",
      { type: "button", class: "fl-quiet", onclick: () => askReset(true) },
      labels.reset,
    );
    const keep = make(
      "button",
      { type: "button", onclick: () => askReset(false) },
      labels["reset-no"],
    );
    const clear = make(
      "button",
      {
        type: "button",
        onclick: () => {
          soon.forget();
          model.send({ do: "reset" });
          askReset(false);
        },
      },
      labels["reset-yes"],
    );
    const question = make(
      "div",
      {
        class: "fl-ask",
        role: "group",
        "aria-label": labels["reset-ask"],
        hidden: true,
        onkeydown: (event) => {
          if (event.key === "Escape") askReset(false);
        },
      },
      make("p", {}, labels["reset-ask"]),
      make("p", { class: "fl-buttons" }, keep, clear),
    );
    const askReset = (open) => {
      question.hidden = !open;
      (open ? keep : reset).focus();
    };

    const drawAnswer = () => {
      const answer = model.get("answer");
      if (JSON.stringify(answer) === sent) return;
      sent = JSON.stringify(answer);
      soon.forget();
      form.show(answer);
    };
    const drawLock = () => {
      const locked = Boolean(model.get("saved").locked);
      form.element.inert = locked;
      for (const button of [check, hint, reset]) button.disabled = locked;
    };

    root.append(
      ...(shown.story ? [make("div", { class: "fl-story" }, paragraphs(shown.story))] : []),
      make("div", { class: "fl-question" }, paragraphs(shown.question)),
      ...shown.charts.map((each) => chart(each, labels)),
      ...drawings,
      ...shown.tables.map(tableOf),
      form.element,
      saved.alarm,
      make(
        "div",
        { class: "fl-foot" },
        make("div", { class: "fl-buttons" }, check, hint, reset),
        make("div", { class: "fl-standing" }, state, saved.word),
      ),
      ...(shown.note ? [make("p", { class: "fl-note fl-after" }, shown.note)] : []),
      question,
      hintList,
      report,
    );

    form.show(model.get("answer"));
    drawReport();
    drawHints();
    drawLock();
    const stop = listen(model, {
      "change:answer": drawAnswer,
      "change:report": drawReport,
      "change:hints": drawHints,
      "change:saved": drawLock,
    });
    const leave = () => soon.flush();
    window.addEventListener("pagehide", leave);
    return () => {
      leave();
      window.removeEventListener("pagehide", leave);
      saved.stop();
      stop();
    };
  };
}
