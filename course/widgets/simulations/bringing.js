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

function bring({ text }, tools) {
  const { labels, ask } = tools;
  const [fileId, textId, helpId] = ["file", "paste", "paste-help"].map(uniqueId);
  const status = make("p", { class: "fl-help", role: "status" });
  const file = make("input", {
    type: "file",
    id: fileId,
    "data-key": "file",
    accept: ".csv,.tsv,.txt,.xlsx,.xlsm",
    onchange: () => file.files[0] && sendFile(file.files[0], tools, status),
  });
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
        { type: "button", "data-key": "read", onclick: () => ask("paste", { text: box.value }) },
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

/** Save what Python made, when it comes: the trait `taken` is {count, name, type, content}. */
function saveTaken(model) {
  return listen(model, {
    "change:taken": () => {
      const { name, type, content } = model.get("taken");
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      download(name, [bytes], type);
    },
  });
}
