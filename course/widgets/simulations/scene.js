/* What the simulations share in the browser; behind frame.js, before their own file.

   simulation(drawings) is the render function of a simulation. A scene is a list of
   blocks from Python (blocks.py). `drawings` adds those that only one simulation has:

     {paddles: (block, {labels, shown, send, ask}) => element}

   The elements are made anew for every scene. What carries a `data-key` keeps the
   focus (or stays open, if it is a <details>) over that. When the pressed button is
   gone, the focus goes to `data-landing`, where reading goes on. */

const DRAWINGS = {
  heading: ({ text, landing }) =>
    make(
      "p",
      { class: "fl-sim-heading", ...(landing && { tabindex: "-1", "data-landing": true }) },
      text,
    ),

  words: ({ sentences, tone }) =>
    make("div", { class: `fl-sim-words fl-sim-${tone}` }, sentences.map((each) => make("p", {}, each))),

  picture: ({ svg, table, key, picks }, { labels, send }) => {
    const element = chart({ svg, table }, labels);
    element.querySelector("details").dataset.key = key;
    if (picks) {
      // A shortcut for the mouse; the list beside it does the same from the keyboard.
      for (const point of element.querySelectorAll(".point")) {
        const choice = point.dataset.period;
        point.style.cursor = "pointer";
        point.addEventListener("click", () => send("choose", { what: picks, choice }));
      }
    }
    return element;
  },

  table: (block) => tableOf(block),

  folded: ({ summary, table, key }) =>
    make(
      "details",
      { class: "fl-twin", "data-key": key },
      make("summary", {}, summary),
      tableOf(table),
    ),

  choices: ({ key, legend, options, chosen, closed }, { send }) => {
    const name = uniqueId(key);
    const each = ({ id, text }) =>
      make(
        "label",
        { class: "fl-choice" },
        make("input", {
          type: "radio",
          name,
          value: id,
          "data-key": `${key}-${id}`,
          checked: id === chosen,
          disabled: closed,
          onchange: () => send("choose", { what: key, choice: id }),
        }),
        make("span", {}, text),
      );
    return make(
      "fieldset",
      { class: "fl-sim-asked" },
      make("legend", {}, legend),
      make(
        "div",
        // Whole sentences read better below each other.
        { class: `fl-choices${options.some(({ text }) => text.length > 48) ? " fl-sim-stacked" : ""}` },
        options.map(each),
      ),
    );
  },

  select: ({ key, label, options, chosen, kept }, { send, ask }) => {
    const id = uniqueId(key);
    return make(
      "div",
      { class: "fl-sim-field" },
      make("label", { for: id }, label),
      make(
        "select",
        {
          id,
          "data-key": key,
          onchange: (event) =>
            (kept ? send : ask)("choose", { what: key, choice: event.target.value }),
        },
        options.map((option) =>
          make("option", { value: option.id, selected: option.id === chosen }, option.text),
        ),
      ),
    );
  },

  text: ({ key, label, help, value, rows, longest, closed }, { send, pending, later }) => {
    const id = uniqueId(key);
    const helpId = help ? uniqueId(`${key}-help`) : null;
    const field = make(rows ? "textarea" : "input", {
      id,
      type: rows ? null : "text",
      rows: rows || null,
      maxlength: longest,
      "data-key": key,
      "aria-describedby": helpId,
      readonly: closed,
      oninput: () => soon(),
      onchange: () => later(soon.flush),
    });
    let sent = value;
    const write = () => {
      if (field.value === sent) return;
      sent = field.value;
      send("write", { what: key, text: field.value });
    };
    const soon = whenQuiet(800, write);
    pending.add(soon.flush);
    field.value = value;
    return make(
      "div",
      { class: "fl-sim-field" },
      make("label", { for: id }, label),
      help && make("p", { class: "fl-help", id: helpId }, help),
      field,
    );
  },

  side_by_side: ({ blocks }, tools) =>
    make("div", { class: `fl-side-by-side fl-of-${blocks.length}` }, blocks.map((each) => tools.element(each))),

  number: ({ key, label, help, value, least, most, step, slider }, { send, later }) => {
    const id = uniqueId(key);
    const helpId = help ? uniqueId(`${key}-help`) : null;
    const limits = { min: least, max: most, step };
    const take = (event) => {
      const wanted = event.target.valueAsNumber;
      if (!Number.isFinite(wanted)) return;
      const choice = Math.min(Math.max(wanted, least), most);
      field.value = choice;
      if (choice !== value) later(() => send("choose", { what: key, choice }));
    };
    const field = make("input", {
      type: "number",
      id,
      ...limits,
      value,
      "data-key": key,
      "aria-describedby": helpId,
      onchange: take,
    });
    const range =
      slider &&
      make("input", {
        type: "range",
        ...limits,
        value,
        "aria-label": label,
        "data-key": `${key}-slider`,
        oninput: (event) => (field.value = event.target.value),
        onchange: take,
      });
    return make(
      "div",
      { class: "fl-sim-number" },
      make("label", { for: id }, label),
      help && make("p", { class: "fl-help", id: helpId }, help),
      make("div", { class: "fl-sim-row" }, field, range),
    );
  },

  buttons: ({ buttons }, { send, ask }) =>
    make(
      "div",
      { class: "fl-buttons" },
      buttons.map(({ key, label, deed, primary, refused, kept, moves_on, details }) =>
        make(
          "button",
          {
            type: "button",
            class: primary ? "fl-primary" : null,
            "data-key": key,
            // Not `disabled`: one must be able to reach it and hear why not.
            "aria-disabled": refused ? "true" : null,
            // Sent even so: what was typed a moment ago may have changed Python's mind.
            onclick: (event) => {
              event.currentTarget.toggleAttribute("data-leaves", moves_on && !refused);
              (kept ? send : ask)(deed, details);
            },
          },
          label,
        ),
      ),
    ),
};

function simulation(own = {}) {
  const drawings = { ...DRAWINGS, ...own };
  return ({ model, el }) => {
    const shown = model.get("shown");
    const { labels } = shown;
    const root = card({ el, name: shown.name, title: shown.title, tag: shown.tag });
    root.tabIndex = -1;
    const saved = savedMark({ model, labels, retry: () => model.send({ do: "save-again" }) });
    const stage = make("div", { class: "fl-sim-stage" });
    const spoken = make("p", { class: "fl-hidden-words", role: "status" });
    const refusal = make("p", { class: "fl-sim-refusal", role: "alert" });

    // `send` is for deeds that are kept; `ask` for what only changes the view.
    const tell = (deed, details, kept) => {
      // What is waiting happened before.
      catchUp();
      model.send({ ...details, do: deed, kept });
    };
    // While the focus moves nothing may be drawn anew, so a change waits for a moment.
    let waiting = [];
    let replacing = false;
    const catchUp = () => {
      const actions = waiting;
      waiting = [];
      for (const action of actions) action();
    };
    const later = (action) => {
      // What a field says because it is being replaced is not the learner's word.
      if (replacing) return;
      waiting.push(action);
      setTimeout(catchUp);
    };
    // What was typed and not yet sent goes out before its field is replaced.
    const pending = new Set();
    const flush = () => {
      catchUp();
      for (const each of pending) each();
      pending.clear();
    };
    const ask = (deed, details = {}) => tell(deed, details, false);
    const send = (deed, details = {}) => {
      saved.saving();
      tell(deed, details, true);
    };
    const refuse = (reason) => (refusal.textContent = reason);
    const tools = { labels, shown, send, ask, refuse, model, pending, later };

    const keyed = () => [...stage.querySelectorAll("[data-key]")];
    const seen = new Set();
    let first = true;
    const element = (block) => {
      const made = drawings[block.kind](block, tools);
      // What is new appears softly; what was there before stays still.
      if (block.key && !seen.has(block.key) && !first) made.classList.add("fl-sim-appearing");
      if (block.key) seen.add(block.key);
      return made;
    };
    tools.element = element;

    let pressed = false;
    let due = false;
    const press = ({ key = " " }) => (pressed ||= key === " ");
    const release = () => {
      pressed = false;
      if (due) setTimeout(draw);
    };
    for (const start of ["pointerdown", "keydown"]) root.addEventListener(start, press);
    const ends = ["pointerup", "pointercancel", "keyup", "blur"];
    for (const end of ends) window.addEventListener(end, release);

    const draw = () => {
      // A button that is replaced between press and release would never be clicked,
      // be it by the mouse or by Space.
      due = pressed;
      if (pressed) return;
      flush();
      const scene = model.get("scene");
      const active = document.activeElement;
      const typing = typingIn(active);
      const held = stage.contains(active) ? active.closest("[data-key]") : null;
      const within = stage.contains(active);
      const open = new Set(keyed().filter((each) => each.open).map((each) => each.dataset.key));
      const blocks = scene.blocks.map(element);
      replacing = true;
      stage.replaceChildren(...blocks);
      replacing = false;
      first = false;
      refusal.textContent = scene.refusal ?? "";
      for (const each of keyed()) if (open.has(each.dataset.key)) each.open = true;
      if (within) {
        const stays = held && !held.hasAttribute("data-leaves");
        const again = stays ? keyed().find((each) => each.dataset.key === held.dataset.key) : null;
        const target = again?.matches("details") ? again.querySelector("summary") : again;
        (target ?? stage.querySelector("[data-landing]") ?? root).focus({
          preventScroll: Boolean(target),
        });
        if (target) typing?.(target);
      }
      spoken.textContent = scene.spoken ?? "";
      restart.hidden = !scene.can_restart;
      asking.textContent = scene.restart_ask || labels["restart-ask"];
      if (!scene.can_restart) question.hidden = true;
      lock();
    };
    const lock = () => {
      stage.inert = Boolean(model.get("saved").locked);
      restart.disabled = stage.inert;
    };

    const restart = make(
      "button",
      { type: "button", class: "fl-quiet", onclick: () => askRestart(true) },
      labels.restart,
    );
    const keep = make(
      "button",
      { type: "button", onclick: () => askRestart(false) },
      labels["restart-no"],
    );
    const yes = make(
      "button",
      {
        type: "button",
        onclick: () => {
          question.hidden = true;
          send("restart");
          root.focus();
        },
      },
      labels["restart-yes"],
    );
    const asking = make("p", {}, labels["restart-ask"]);
    const question = make(
      "div",
      {
        class: "fl-ask",
        role: "group",
        "aria-label": labels.restart,
        hidden: true,
        onkeydown: (event) => event.key === "Escape" && askRestart(false),
      },
      asking,
      make("p", { class: "fl-buttons" }, keep, yes),
    );
    const askRestart = (open) => {
      question.hidden = !open;
      (open ? keep : restart).focus();
    };

    root.append(
      ...(shown.story ? [make("div", { class: "fl-story" }, paragraphs(shown.story))] : []),
      stage,
      refusal,
      saved.alarm,
      make(
        "div",
        { class: "fl-foot" },
        make("div", { class: "fl-buttons" }, restart),
        make("div", { class: "fl-standing" }, saved.word),
      ),
      question,
      ...(shown.note ? [make("div", { class: "fl-note" }, paragraphs(shown.note))] : []),
      spoken,
    );
    draw();
    const stop = listen(model, { "change:scene": draw, "change:saved": lock });
    window.addEventListener("pagehide", flush);
    return () => {
      flush();
      window.removeEventListener("pagehide", flush);
      for (const end of ends) window.removeEventListener(end, release);
      saved.stop();
      stop();
    };
  };
}

/** What is being typed in a field, to be put into the field that takes its place. */
function typingIn(field) {
  const fields = "textarea, input[type=text], input[type=number]";
  if (!field?.matches(fields)) return null;
  const { type, value, defaultValue, selectionStart, selectionEnd } = field;
  return (again) => {
    if (!again.matches(fields) || again.type !== type) return;
    if (type === "number") {
      // As Tab leaves it: what is typed next takes the place of all.
      again.select();
      // As if typed again, so that leaving the field still is a change.
      if (value !== defaultValue) document.execCommand("insertText", false, value);
      return;
    }
    again.value = value;
    again.setSelectionRange(selectionStart, selectionEnd);
  };
}
