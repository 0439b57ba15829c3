// The instructor's page: a press begins a job, its account is shown as it grows, and
// what the page tells is fetched anew when it has ended.

const { base, token } = document.body.dataset;
let { run } = document.body.dataset;
const words = JSON.parse(document.body.dataset.words);
const by = (id) => document.getElementById(id);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// A hub asks for it with every question, also where nothing is changed.
const headers = { "X-XSRFToken": token };
const PAUSE_MS = 400;
// Where the job is that is shown: in the course run, or in the folder of all of them.
let shownIn = run;
let busy = false;

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function make(tag, attributes, text) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

function tell(title, state) {
  by("job").hidden = false;
  by("job-title").textContent = title;
  by("job-state").textContent = state;
  by("job-progress").hidden = true;
  by("job-lines").hidden = true;
  by("job-offers").replaceChildren();
}

function setBusy(now) {
  busy = now;
  for (const button of document.querySelectorAll("[data-do], form button")) {
    button.setAttribute("aria-disabled", String(now));
  }
}

function drawOffer(offer) {
  if (offer.run) return make("a", { class: "button", href: `${base}?run=${encodeURIComponent(offer.run)}` }, offer.label);
  if (offer.file) {
    const way = `${base}/${encodeURIComponent(run)}/marks/${encodeURIComponent(offer.file)}`;
    return make("a", { class: "button", href: way, download: offer.file }, offer.label);
  }
  const { label, question = "", ...what } = offer;
  const told = Object.entries(what).map(([name, value]) => [`data-${name}`, value]);
  return make("button", { type: "button", "data-question": question, ...Object.fromEntries(told) }, label);
}

function draw(account) {
  const counted = account.of > 0;
  const key = account.running ? (counted ? "step" : "at-work") : account.well ? "well" : "not-well";
  tell(account.title, fill(words[key], account));
  const progress = by("job-progress");
  progress.hidden = !account.running;
  if (counted) {
    progress.max = account.of;
    progress.value = account.done;
  } else progress.removeAttribute("value");
  const lines = by("job-lines");
  lines.replaceChildren(...account.lines.map((line) => make("li", {}, line)));
  lines.hidden = !account.lines.length;
  // Long lists scroll; then the keyboard must reach them.
  if (lines.scrollHeight > lines.clientHeight) lines.tabIndex = 0;
  else lines.removeAttribute("tabindex");
  by("job-offers").replaceChildren(...(account.running ? [] : account.offers.map(drawOffer)));
}

async function lookAgain() {
  const way = `${base}?run=${encodeURIComponent(run)}`;
  const answer = await fetch(way, { cache: "no-store", headers });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  // The first course run of all is shown as soon as it is made.
  run = fresh.body.dataset.run;
  const open = [...document.querySelectorAll("main details[open]")].map((one) => one.id);
  const focused = document.activeElement?.closest("main") && document.activeElement.id;
  for (const part of ["header", "main"]) {
    document.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
  }
  for (const id of open) if (by(id)) by(id).open = true;
  // A button that has done its work may be gone: then what came of it is next.
  if (focused) (by(focused) ?? by("job-title")).focus({ preventScroll: true });
}

async function follow() {
  for (;;) {
    let account;
    try {
      const answer = await fetch(`${base}/job?run=${encodeURIComponent(shownIn)}`, { headers });
      if (!answer.ok) throw new Error(answer.status);
      account = await answer.json();
    } catch {
      by("job-state").textContent = words["no-answer"];
      await new Promise((resolve) => setTimeout(resolve, 5 * PAUSE_MS));
      continue;
    }
    if (!account.id) return;
    draw(account);
    if (!account.running) {
      const wasBusy = busy;
      if (wasBusy) await lookAgain();
      setBusy(false);
      return;
    }
    setBusy(true);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function begin(order) {
  if (busy) return;
  setBusy(true);
  shownIn = ["make", "unmake"].includes(order.do) ? "" : run;
  by("job").hidden = false;
  by("job-state").textContent = words["at-work"];
  // Many buttons stand far below it.
  by("job").scrollIntoView({ block: "nearest" });
  let problem = words["no-answer"];
  try {
    const answer = await fetch(`${base}/job`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ run, zone, ...order }),
    });
    if (answer.ok) return await follow();
    problem = (await answer.json()).message || problem;
  } catch {
    // The server has gone; the sentence says so.
  }
  tell(words["not-begun"], problem);
  setBusy(false);
}

function ask(question) {
  const dialog = by("ask");
  by("question").textContent = question;
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.close();
      resolve(yes);
    };
    by("yes").onclick = answer(true);
    by("no").onclick = dialog.oncancel = answer(false);
  });
}

async function copy(button) {
  const text = by(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    // A page that came without encryption has no clipboard of its own.
    text.select();
    document.execCommand("copy");
    button.focus();
  }
  button.nextElementSibling.textContent = words.copied;
}

document.addEventListener("click", async ({ target }) => {
  const toCopy = target.closest("[data-copy]");
  if (toCopy) copy(toCopy);
  const button = target.closest("[data-do]");
  if (!button || busy) return;
  const { question, ...order } = button.dataset;
  if (!question || (await ask(question))) begin(order);
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  const { deed, ...about } = event.target.dataset;
  begin({ do: deed, ...about, ...Object.fromEntries(new FormData(event.target)) });
});
follow();
