/* Bringing a file or a table, and taking the chart away.

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

function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function take({ csv }, { labels, model }) {
  const svg = () => model.get("scene").blocks.find((block) => block.kind === "picture").svg;
  const press = (key, name, text, type) =>
    make(
      "button",
      { type: "button", "data-key": key, onclick: () => download(name, text(), type) },
      labels[key],
    );
  return make(
    "div",
    { class: "fl-buttons" },
    press("take-svg", "run-chart.svg", svg, "image/svg+xml"),
    press("take-csv", "run-chart.csv", () => csv, "text/csv;charset=utf-8"),
  );
}

export default { render: simulation({ bring, take }) };
