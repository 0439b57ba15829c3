/* Bringing a file or a table, and taking the chart away; behind scene.js.

   The file goes to Python in parts, because Jupyter carries no message above 10 MB. */

const PART = 384 * 1024;
const LARGEST = 10 * 1024 * 1024;

function asBase64(bytes) {
  let text = "";
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(text);
}

async function sendFile(file, { ask, labels, refuse }, status) {
  if (file.size > LARGEST) {
    refuse(fill(labels["too-large"], { size: Math.ceil(file.size / 1024 ** 2) }));
    return;
  }
  status.textContent = fill(labels.reading, { name: file.name });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const total = Math.max(Math.ceil(bytes.length / PART), 1);
  for (let number = 0; number < total; number += 1) {
    const part = bytes.subarray(number * PART, (number + 1) * PART);
    ask("file-part", { name: file.name, number, total, content: asBase64(part) });
  }
}

/** Once the answer is drawn, read on where the questions about the table begin. */
function readOn(element) {
  element.toggleAttribute("data-leaves", true);
  element.focus({ preventScroll: true });
}

function bring({ text, file: name, refused }, tools) {
  const { labels, ask } = tools;
  const { leaving, files } = tools.brought ?? {};
  if (leaving && refused) leaving.removeAttribute("data-leaves");
  else if (leaving) {
    // After the scene is drawn, and the focus has come to its landing.
    const stage = leaving.closest(".fl-sim-stage");
    setTimeout(() => stage?.querySelector("[data-landing]")?.scrollIntoView());
  }
  tools.brought = { files };
  const leave = (element, files) => {
    readOn(element);
    tools.brought = { leaving: element, files };
  };
  const [fileId, textId, helpId] = ["file", "paste", "paste-help"].map(uniqueId);
  const status = make("p", { class: "fl-help", role: "status" });
  // The place for the file is made anew with each scene, and still names the file.
  const show = () => files?.[0]?.name === name && (file.files = files);
  const file = make("input", {
    type: "file",
    id: fileId,
    "data-key": "file",
    accept: ".csv,.tsv,.txt,.xlsx,.xlsm",
    // Else the same file, changed meanwhile, could not be chosen again.
    onclick: () => (file.value = ""),
    oncancel: show,
    onchange: () => {
      if (!file.files[0]) return;
      if (file.files[0].size <= LARGEST) leave(file, file.files);
      sendFile(file.files[0], tools, status);
    },
  });
  show();
  const box = make("textarea", {
    id: textId,
    "data-key": "paste",
    "aria-describedby": helpId,
    rows: 6,
    spellcheck: "false",
  });
  box.value = text;
  return make(
    "div",
    { class: "fl-bring" },
    make("label", { for: fileId }, labels.file),
    file,
    status,
    make(
      "details",
      { "data-key": "paste-fold" },
      make("summary", {}, labels["or-paste"]),
      make("label", { for: textId }, labels.paste),
      make("p", { class: "fl-help", id: helpId }, labels["paste-help"]),
      box,
      make(
        "button",
        {
          type: "button",
          "data-key": "read",
          onclick: (event) => {
            leave(event.currentTarget, null);
            ask("paste", { text: box.value });
          },
        },
        labels.read,
      ),
    ),
  );
}

function download(name, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Buttons that save a file each. What has no text is made by Python when asked for. */
function take({ files }, { labels, ask }) {
  const save = ({ key, name, type, text }) => {
    if (text !== null) download(name, [text], type);
    else ask(key);
  };
  return make(
    "div",
    { class: "fl-buttons" },
    files.map((file) =>
      make("button", { type: "button", "data-key": file.key, onclick: () => save(file) }, labels[file.key]),
    ),
  );
}

/** A simulation that also saves what Python made, when it comes: the trait `taken` is
    {count, name, type, content}. */
function savingTaken(draw) {
  return ({ model, el }) => {
    const close = draw({ model, el });
    const stop = listen(model, {
      "change:taken": () => {
        const { name, type, content } = model.get("taken");
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        download(name, [bytes], type);
      },
    });
    return () => {
      stop();
      close();
    };
  };
}
