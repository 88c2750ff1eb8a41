// What an element can do once its program is there, the same for the widget inline and in a frame. The build puts this
// before `equip(…)` of either. Where the page gave the element another name, the loader put that behind our address, as
// a question: what stands after a # is lost where the browser has the file already.
const [, named = 'glasno-budget'] = /\?([^?]*-.*)$/.exec(import.meta.url) || [];
const Budget = customElements.get(decodeURIComponent(named));
const REFLECTED = ['src', 'api', 'ref', 'theme', 'view', 'loading', 'minHeight', 'headingLevel', 'hide', 'compact'];
const attribute = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const programs = (Budget.programs ??= new WeakMap());

if (!('theme' in Budget.prototype)) {
  for (const name of REFLECTED) {
    Object.defineProperty(Budget.prototype, name, {
      configurable: true,
      get() {
        return name === 'compact' ? this.hasAttribute(name) : this.getAttribute(attribute(name));
      },
      set(value) {
        if (value === null || value === undefined || value === false) this.removeAttribute(attribute(name));
        else this.setAttribute(attribute(name), value === true ? '' : value);
      },
    });
  }
  Object.assign(Budget.prototype, {
    version: Budget.version,
    // `step`: draft or review; without one the heading.
    focus(options) {
      programs.get(this)?.focus(options?.step || '');
    },
    // Everything proposed so far is one step that the citizen can take back.
    reset() {
      programs.get(this)?.reset();
    },
    setTheme(theme) {
      this.theme = theme;
    },
    setLang(lang) {
      this.lang = lang;
    },
  });
}

const states = (Budget.states ??= new WeakMap());
const mirror = (host) => {
  if (states.has(host)) return;
  const internals = host.attachInternals();
  states.set(host, internals);
  host.addEventListener('glasno-state', ({ target, detail }) => {
    if (target !== host) return;
    internals.states.delete(detail.from);
    internals.states.add(detail.to);
  });
};

// A heading keeps its place in the outline of the page around it.
const shiftHeadings = (host, root) => {
  const shift = Number(host.getAttribute('heading-level') || 2) - 2;
  if (!(shift > 0)) return () => {};
  const set = () => {
    for (const heading of root.querySelectorAll('h2,h3,h4,h5,h6')) {
      heading.ariaLevel = Math.min(9, Number(heading.localName[1]) + shift);
    }
  };
  const watching = new MutationObserver(set);
  watching.observe(root, { childList: true, subtree: true });
  set();
  return () => watching.disconnect();
};

// How tall the element is, for pages that want to know.
const watchHeight = (host, hear) => {
  let last;
  const watching = new ResizeObserver(([entry]) => {
    const height = Math.ceil(entry.contentRect.height);
    if (height !== last) hear('resize', { height: (last = height) });
  });
  watching.observe(host);
  return () => watching.disconnect();
};

// A label that the server would not know is left out; whoever wrote it is told once.
const LABEL = /^[a-z0-9-]{1,32}$/;
const checkLabel = (host) => {
  const label = host.getAttribute('ref');
  if (label && !LABEL.test(label)) console.warn(`${host.localName}: ref="${label}" is not 1 to 32 of a-z, 0-9 and -`);
};

// How much is shown follows the attribute at once.
const watchView = (host, program) => {
  const watching = new MutationObserver(() => program.show());
  watching.observe(host, { attributeFilter: ['view'] });
  return () => watching.disconnect();
};

// Where the page's own words stand, above the widget and after the receipt.
const slot = (name) => {
  const made = document.createElement('slot');
  made.name = name;
  return made;
};

// Makes of a way to start a program one that also equips its element.
const equip = (start) => async (host, root, given, hear) => {
  mirror(host);
  checkLabel(host);
  const outline = [...root.childNodes];
  const [intro, after] = [slot('intro'), slot('after-submit')];
  after.hidden = true;
  const program = await start(host, root, given, (name, detail) => {
    if (name === 'step') after.hidden = detail.step !== 'receipt';
    return hear(name, detail);
  });
  for (const node of outline) node.remove();
  root.prepend(intro);
  root.append(after);
  const stops = [shiftHeadings(host, root), watchHeight(host, hear), watchView(host, program)];
  const running = {
    speak: (words, lang) => program.speak(words, lang),
    focus: (step) => program.focus(step),
    reset: () => program.reset(),
    unmount() {
      for (const stop of stops) stop();
      programs.delete(host);
      program.unmount();
      for (const node of [intro, after]) node.remove();
    },
  };
  programs.set(host, running);
  return running;
};
