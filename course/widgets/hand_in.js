/* The button "Hand in", what is missing before, and the feedback after. */

function render({ model, el }) {
  const { title, labels } = model.get("shown");
  const root = card({ el, name: "hand-in-card", title });

  const button = make(
    "button",
    {
      type: "button",
      class: "fl-primary",
      "data-fourlenses": "hand-in",
      onclick: () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        // At once, not when the kernel has heard of it: nobody should press twice.
        busy(true, labels.running);
        model.send({ do: "hand-in" });
      },
    },
    labels["hand-in"],
  );
  const progress = make("span", { class: "fl-saved", role: "status" });
  const busy = (running, word) => {
    button.setAttribute("aria-disabled", String(running));
    button.textContent = running ? labels.running : labels["hand-in"];
    progress.textContent = word;
  };
  const asking = make("div", {
    class: "fl-ask",
    role: "group",
    "aria-label": labels["missing-title"],
    hidden: true,
  });
  const outcome = make("div", { class: "fl-report", "aria-live": "polite" });
  const feedback = make("div", {
    // Its links lead down this page; the notebook must not take them for its own.
    onclick: (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      const place = feedback.querySelector(`[id="${link.getAttribute("href").slice(1)}"]`);
      place?.setAttribute("tabindex", "-1");
      place?.focus();
    },
  });

  const answer = (what) => () => {
    if (what === "hand-in-anyway") busy(true, labels.running);
    model.send({ do: what });
    button.focus();
  };
  const draw = () => {
    const { stage, sentence, mark, missing, page_path: page } = model.get("standing");
    root.dataset.stage = stage;
    busy(stage === "running", model.get("progress"));
    asking.hidden = stage !== "asking";
    asking.replaceChildren();
    if (stage === "asking") {
      const back = make("button", { type: "button", onclick: answer("not-yet") }, labels["not-yet"]);
      asking.append(
        make("p", {}, fill(labels["missing-title"], { n: missing.length })),
        make("ul", {}, missing.map((each) => make("li", {}, each))),
        make(
          "p",
          { class: "fl-buttons" },
          back,
          make("button", { type: "button", onclick: answer("hand-in-anyway") }, labels.anyway),
        ),
      );
      back.focus();
    }
    outcome.classList.toggle("fl-failed", stage === "failed");
    outcome.replaceChildren();
    if (stage === "done" || stage === "failed") {
      if (mark) outcome.append(make("p", { class: "fl-points" }, mark));
      outcome.append(make("p", {}, sentence));
      if (page) outcome.append(make("p", {}, documentLink(page, labels["open-page"])));
    }
    feedback.hidden = stage !== "done";
  };
  const drawFeedback = () => {
    const page = new DOMParser().parseFromString(model.get("feedback_html"), "text/html");
    feedback.replaceChildren(...page.head.childNodes, ...page.body.childNodes);
    feedback.classList.toggle("fl-below", feedback.hasChildNodes());
  };
  const drawProgress = () => {
    progress.textContent = model.get("progress");
  };

  root.append(
    make("p", {}, labels.what),
    make("div", { class: "fl-foot" }, make("div", { class: "fl-buttons" }, button), progress),
    asking,
    outcome,
    feedback,
  );
  drawFeedback();
  draw();
  return listen(model, {
    "change:standing": draw,
    "change:progress": drawProgress,
    "change:feedback_html": drawFeedback,
  });
}

export default { render };
