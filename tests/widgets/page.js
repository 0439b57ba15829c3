/* The browser's side of a widget without Jupyter: a model whose changes go to the real
   Python widget, which answers with its state. The page waits for it, so that a test
   never has to; the widget itself hears of the answer later, as it does in Jupyter. */

function askPython(message) {
  const request = new XMLHttpRequest();
  request.open("POST", "/python", false);
  request.send(JSON.stringify(message));
  return JSON.parse(request.responseText);
}

class Model {
  #state;
  #changed = {};
  #handlers = {};

  constructor(state) {
    this.#state = state;
  }
  get(name) {
    return this.#state[name];
  }
  set(name, value) {
    this.#put(name, value);
    this.#changed[name] = value;
  }
  on(event, handler) {
    (this.#handlers[event] ??= []).push(handler);
  }
  off(event, handler) {
    this.#handlers[event] = (this.#handlers[event] ?? []).filter((each) => each !== handler);
  }
  save_changes() {
    const state = askPython({ update: this.#changed });
    this.#changed = {};
    queueMicrotask(() => this.apply(state));
  }
  send(custom) {
    const state = askPython({ custom });
    queueMicrotask(() => this.apply(state));
  }
  apply(state) {
    for (const [name, value] of Object.entries(state)) this.#put(name, value);
  }
  get listeners() {
    return Object.values(this.#handlers).flat().length;
  }
  #put(name, value) {
    if (JSON.stringify(this.#state[name]) === JSON.stringify(value)) return;
    this.#state[name] = value;
    for (const handler of this.#handlers[`change:${name}`] ?? []) handler();
  }
}

window.show = async ({ script, style, state }) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const widget = (await import(address)).default;
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  window.model = new Model(state);
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  window.close_view = widget.render({ model: window.model, el });
};
