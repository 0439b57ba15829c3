/*
 * The JupyterLab plugin: a lesson opens ready, and reads like a page.
 *
 * A lesson is a notebook with `fourlenses` in its metadata. Every other notebook
 * is left as it is. Nothing here is needed for a lesson to work: with the plugin
 * switched off, Run > Run All Cells does the same.
 */
import { FORGET_FOLDER, isHandIn, isOwnLine, isStart } from './own_lines.js';

const START_PAGE = 'Start.ipynb';
// Written into a lesson's cell that only tells what to do without this plugin.
const WITHOUT_PLUGIN = 'fourlenses-without-plugin';
// Lab restarts and "Restart and Run All" first restart, then run. Whoever asked
// for both gets a moment to begin, so that nothing is run twice.
const AFTER_RESTART_MS = 600;
// After this long without a kernel something is wrong, even on a slow computer.
const PATIENCE_MS = 90_000;

/**
 * The plugin, for JupyterLab and Notebook 7.
 *
 * @param take  gives a module that JupyterLab shares, by name
 * @param folder  the address of this folder
 */
export async function lessonPlugin(take, folder) {
  addStyle(new URL('style.css', folder));
  const words = await (await fetch(new URL('sentences.en.json', folder))).json();
  const id = 'fourlenses:lesson';
  try {
    const [{ INotebookTracker, NotebookActions }, { CodeCell }, { Widget }] =
      await Promise.all([
        take('@jupyterlab/notebook'),
        take('@jupyterlab/cells'),
        take('@lumino/widgets'),
      ]);
    return {
      id,
      description: 'Opens a lesson of Four Lenses ready to work in.',
      autoStart: true,
      optional: [INotebookTracker],
      activate: (app, tracker) => {
        if (!tracker) {
          announce(document.body, words, 'lab.not-opened');
          return;
        }
        const lab = { app, words, NotebookActions, CodeCell, Widget };
        tracker.forEach((panel) => attend(panel, lab));
        tracker.widgetAdded.connect((_, panel) => attend(panel, lab));
      },
    };
  } catch (error) {
    console.warn('fourlenses:', error);
    return {
      id,
      autoStart: true,
      activate: () => announce(document.body, words, 'lab.not-opened'),
    };
  }
}

async function attend(panel, lab) {
  try {
    await panel.context.ready;
    if (!isLesson(panel)) return;
    const lesson = new Lesson(panel, lab);
    lesson.dress();
    await panel.revealed;
    const slow = setTimeout(
      () => announce(panel.node, lab.words, 'lab.no-kernel'),
      PATIENCE_MS,
    );
    await panel.sessionContext.ready;
    clearTimeout(slow);
    await lesson.open();
    lesson.openAgainAfterRestart();
  } catch (error) {
    console.warn('fourlenses:', error);
    if (!panel.isDisposed) announce(panel.node, lab.words, 'lab.not-opened');
  }
}

function isLesson(panel) {
  const about = panel.context.model.getMetadata('fourlenses');
  return typeof about === 'object' && about !== null;
}

class Lesson {
  constructor(panel, { app, words, NotebookActions, CodeCell, Widget }) {
    this.panel = panel;
    this.app = app;
    this.words = words;
    this.NotebookActions = NotebookActions;
    this.CodeCell = CodeCell;
    this.Widget = Widget;
    this.opening = false;
    this.lastStart = -Infinity;
  }

  get cells() {
    return this.panel.content.widgets;
  }

  // ---- how it looks ---------------------------------------------------------

  dress() {
    const { panel, words } = this;
    panel.addClass('fl-lesson');
    panel.node.dataset.fourlenses = 'opening';
    this.app.shell?.collapseLeft?.();

    this.mark = element('span', 'fl-lab-mark', { role: 'status' });
    this.codeButton = element('button', 'fl-lab-button', {
      type: 'button',
      'aria-pressed': 'false',
    });
    this.codeButton.textContent = words['lab.show-code'];
    this.codeButton.addEventListener('click', () => this.showCode(!this.codeShown));

    const items = [];
    if (this.cells.some((cell) => isHandIn(sourceOf(cell)))) {
      const handIn = element('button', 'fl-lab-button', { type: 'button' });
      handIn.textContent = words['lab.hand-in'];
      handIn.addEventListener('click', () => this.goToHandIn());
      items.push(['fourlenses-hand-in', handIn]);
    }
    const runAll = element('button', 'fl-lab-button', { type: 'button' });
    runAll.textContent = words['lab.run-all'];
    runAll.addEventListener('click', async () => {
      // Lab passes over cells it is asked to run before there is a kernel.
      await panel.sessionContext.ready;
      this.NotebookActions.runAll(panel.content, panel.sessionContext);
    });
    items.push(
      ['fourlenses-code', this.codeButton],
      ['fourlenses-run-all', runAll],
      ['fourlenses-mark', this.mark],
    );
    items.forEach(([name, node], place) => this.addToToolbar(place, name, node));
    this.addStartPage();

    this.showCode(false);
    panel.content.model.cells.changed.connect(() => this.markLines());
    this.listenToKeys();
    const heard = (event) => this.showSaved(event.detail || {});
    window.addEventListener('fourlenses:saved', heard);
    panel.disposed.connect(() => window.removeEventListener('fourlenses:saved', heard));
  }

  addToToolbar(place, name, node) {
    const widget = new this.Widget({ node });
    widget.addClass('fl-lab-tool');
    this.panel.toolbar.insertItem(place, name, widget);
  }

  /* The way back to the start page, where the workspace has one. */
  async addStartPage() {
    if (this.panel.context.path === START_PAGE) return;
    const root = await this.app.serviceManager.contents.get('', { content: true });
    const found = (root.content || []).some((file) => file.path === START_PAGE);
    if (!found || this.panel.isDisposed) return;
    const back = element('button', 'fl-lab-button', { type: 'button' });
    back.textContent = this.words['lab.start-page'];
    back.addEventListener('click', () =>
      this.app.commands.execute('docmanager:open', { path: START_PAGE }),
    );
    this.addToToolbar(0, 'fourlenses-start-page', back);
  }

  showCode(shown) {
    const { panel } = this;
    this.codeShown = shown;
    this.codeButton.setAttribute('aria-pressed', String(shown));
    panel.toggleClass('fl-code-shown', shown);
    this.markLines();
  }

  markLines() {
    for (const cell of this.cells) {
      const tags = cell.model.getMetadata('tags');
      const only = Array.isArray(tags) && tags.includes(WITHOUT_PLUGIN);
      cell.toggleClass('fl-line', isOwnLine(sourceOf(cell)));
      cell.toggleClass('fl-without-plugin', only);
    }
  }

  listenToKeys() {
    const { panel } = this;
    const page = panel.content.node;
    page.addEventListener(
      'dblclick',
      (event) => {
        // A double click would turn the prose into its Markdown.
        if (!this.codeShown) event.stopPropagation();
      },
      true,
    );
    const keydown = (event) => {
      const { target } = event;
      if (event.key === 'Tab') panel.addClass('fl-keyboard');
      if (!(target instanceof Element) || !page.contains(target)) return;
      const reading = !this.codeShown && !target.closest('.jp-Editor');
      // Lab's one-key commands would delete or move the cells of a lesson, and take
      // the arrow keys from its exercises. Lab looks for this mark on the element
      // that has the focus, so it is put there before Lab hears of the key.
      target.toggleAttribute('data-lm-suppress-shortcuts', reading);
      if (reading && (event.ctrlKey || event.metaKey) && event.key === 's') {
        event.preventDefault();
        panel.context.save();
      }
    };
    window.addEventListener('keydown', keydown, true);
    panel.disposed.connect(() => window.removeEventListener('keydown', keydown, true));
  }

  showSaved({ text = '', ok = true }) {
    if (!this.panel.isVisible) return;
    this.mark.textContent = ok ? text : this.words['lab.not-saved'];
    this.mark.classList.toggle('fl-lab-not-saved', !ok);
    if (ok) withdraw(this.panel.node, 'lab.not-saved');
    else announce(this.panel.node, this.words, 'lab.not-saved', text);
  }

  goToHandIn() {
    const place = '[data-fourlenses="hand-in"]';
    const button = this.panel.content.node.querySelector(
      `button${place}, ${place} button`,
    );
    if (!button) {
      announce(this.panel.node, this.words, 'lab.hand-in-not-open');
      return;
    }
    withdraw(this.panel.node, 'lab.hand-in-not-open');
    button.scrollIntoView({ block: 'center' });
    button.focus({ preventScroll: true });
  }

  // ---- how it opens ---------------------------------------------------------

  async open() {
    if (this.opening) return;
    this.opening = true;
    this.say('opening', this.words['lab.opening']);
    const { model } = this.panel.context;
    const unsaved = model.dirty;
    try {
      const trouble = await this.run();
      // What opening puts on the page comes again at the next opening. A page that
      // was only looked at should close without being asked about.
      if (!unsaved) model.dirty = false;
      this.say(trouble ? 'stopped' : 'ready', '');
      for (const key of ['lab.not-opened', 'lab.start-failed', 'lab.no-kernel']) {
        if (key !== trouble) withdraw(this.panel.node, key);
      }
      if (trouble) announce(this.panel.node, this.words, trouble);
    } catch (error) {
      this.say('stopped', '');
      throw error;
    } finally {
      this.opening = false;
    }
  }

  say(state, text) {
    this.panel.node.dataset.fourlenses = state;
    this.mark.textContent = text;
  }

  /*
   * Run the start line, then the other lines in their order; return the key of
   * what went wrong, if anything did. Names such as `exercise` may mean anything
   * until our own start line has said what they are, so nothing runs without it.
   */
  async run() {
    const kernel = this.panel.sessionContext.session?.kernel;
    if (!kernel) return 'lab.no-kernel';
    const { language_info: language } = await kernel.info;
    if (language.name !== 'python') return 'lab.not-opened';

    const code = this.cells.filter((cell) => cell.model.type === 'code');
    const start = code.find((cell) => isStart(sourceOf(cell)));
    if (!start) return 'lab.not-opened';
    const request = { code: FORGET_FOLDER, silent: true, store_history: false };
    const forgotten = await kernel.requestExecute(request).done;
    if (forgotten.content.status !== 'ok') return 'lab.not-opened';
    if (!(await this.runCell(start))) return 'lab.start-failed';

    for (const cell of code) {
      const source = sourceOf(cell);
      if (cell.isDisposed || isStart(source) || !isOwnLine(source)) continue;
      await this.runCell(cell);
    }
    return null;
  }

  async runCell(cell) {
    try {
      const reply = await this.CodeCell.execute(cell, this.panel.sessionContext);
      return reply?.content.status === 'ok';
    } catch (error) {
      // A restart in the middle cancels what was waiting; open() comes again.
      console.warn('fourlenses:', error);
      return false;
    }
  }

  /* A restarted kernel knows no exercises: set them out again. */
  openAgainAfterRestart() {
    const { panel } = this;
    const session = panel.sessionContext;
    this.NotebookActions.executionScheduled?.connect((_, { notebook, cell }) => {
      if (notebook === panel.content && isStart(sourceOf(cell))) {
        this.lastStart = performance.now();
      }
    });
    let restarted = null;
    const again = async () => {
      const since = restarted;
      restarted = null;
      await new Promise((resolve) => setTimeout(resolve, AFTER_RESTART_MS));
      if (panel.isDisposed || this.lastStart > since) return;
      try {
        await this.open();
      } catch (error) {
        console.warn('fourlenses:', error);
        announce(panel.node, this.words, 'lab.not-opened');
      }
    };
    session.statusChanged.connect((_, status) => {
      if (status === 'restarting' || status === 'autorestarting') {
        restarted ??= performance.now();
      } else if (status === 'idle' && restarted !== null) {
        again();
      }
    });
    session.kernelChanged.connect((_, { newValue }) => {
      if (newValue) restarted ??= performance.now();
    });
  }
}

// ---- small parts of a page ----------------------------------------------------

function sourceOf(cell) {
  return cell.model.type === 'code' ? cell.model.sharedModel.getSource() : '';
}

function element(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  return node;
}

function addStyle(address) {
  document.head.append(
    element('link', '', { rel: 'stylesheet', href: address.href }),
  );
}

/* Say something that must not be missed, across the top of `where`, once. */
function announce(where, words, key, text = words[key]) {
  withdraw(where, key);
  const bar = element('div', 'fl-lab-bar', { role: 'alert', 'data-fl-key': key });
  const sentence = element('span', 'fl-lab-bar-text');
  const close = element('button', 'fl-lab-button', { type: 'button' });
  sentence.textContent = text;
  close.textContent = words['lab.close'];
  close.addEventListener('click', () => bar.remove());
  bar.append(sentence, close);
  where.append(bar);
}

function withdraw(where, key) {
  where.querySelectorAll(`.fl-lab-bar[data-fl-key="${key}"]`).forEach((bar) => bar.remove());
}
