// What an element can do once its program is there, the same for the widget inline and in a frame. The build puts this
// before `equip(…)` of either. Where the page gave the element another name, the loader put that behind our address, as
// a question: what stands after a # is lost where the browser has the file already.
const [, named = 'glasno-budget'] = /\?([^?]*-.*)$/.exec(import.meta.url) || [];
const Budget = customElements.get(decodeURIComponent(named));
const REFLECTED = ['src', 'api', 'ref', 'theme', 'view', 'loading', 'minHeight', 'headingLevel', 'hide', 'compact'];
const attribute = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const programs = (Budget.programs ??= new WeakMap());
const beginnings = (Budget.beginnings ??= new WeakMap());

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
  const shift = () => {
    const by = Number(host.getAttribute('heading-level') || 2) - 2;
    watching.disconnect();
    // Most pages keep the levels as they are, and need not be watched.
    if (by > 0) watching.observe(root, { childList: true, subtree: true });
    for (const heading of root.querySelectorAll('h2,h3,h4,h5,h6')) {
      heading.ariaLevel = by > 0 ? Math.min(9, Number(heading.localName[1]) + by) : null;
    }
  };
  const watching = new MutationObserver(shift);
  return [shift, () => watching.disconnect()];
};

// The least height, which was reserved while it was on its way. The page's own style comes first.
const reserve = (host, root) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':host{}');
  root.adoptedStyleSheets.push(sheet);
  return () => (sheet.cssRules[0].style.minHeight = host.getAttribute('min-height'));
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

// What follows its attribute at once. Each begins as the attribute says, but for the view, which is drawn so already.
const follow = (host, root, program) => {
  const [shift, stopShifting] = shiftHeadings(host, root);
  const follows = { 'heading-level': shift, 'min-height': reserve(host, root), ref: () => checkLabel(host) };
  for (const start of Object.values(follows)) start();
  follows.view = () => program.show();
  const watching = new MutationObserver((changes) => {
    for (const name of new Set(changes.map(({ attributeName }) => attributeName))) follows[name]();
  });
  watching.observe(host, { attributeFilter: Object.keys(follows) });
  return () => {
    watching.disconnect();
    stopShifting();
  };
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
  const outline = [...root.childNodes];
  const [intro, after] = [slot('intro'), slot('after-submit')];
  after.hidden = true;
  // The page may have begun anew while this beginning waits for something; then that one draws.
  const mine = {};
  beginnings.set(host, mine);
  const goOn = () => {
    if (beginnings.get(host) !== mine) throw new Error('begun anew');
  };
  const { program, fetchWords, ready } = await start(host, root, { ...given, goOn }, (name, detail) => {
    if (name === 'step') after.hidden = detail.step !== 'receipt';
    return hear(name, detail);
  });
  for (const node of outline) node.remove();
  root.prepend(intro);
  root.append(after);
  const stops = [follow(host, root, program), watchHeight(host, hear)];
  let wanted;
  const speak = async (lang, locale) => {
    wanted = lang;
    try {
      // A frame fetches its own.
      const words = await fetchWords?.(locale);
      if (wanted === lang && programs.get(host) === running) program.speak(words, lang);
    } catch (error) {
      // Without the other words the citizen goes on in the language that is there.
      console.warn(host.localName, lang, error);
    }
  };
  const running = {
    // Whether the visit goes on with a changed attribute; else it begins anew. `loading` has nothing left to say by now,
    // and `min-height` is followed above.
    take(name, [lang, locale]) {
      if (name === 'lang') speak(lang, locale);
      return ['lang', 'loading', 'min-height'].includes(name);
    },
    focus: (step) => program.focus(step),
    reset: () => program.reset(),
    unmount() {
      for (const stop of stops) stop();
      if (programs.get(host) === running) programs.delete(host);
      program.unmount();
      for (const node of [intro, after]) node.remove();
    },
  };
  programs.set(host, running);
  // The loader has what it waits for before it is told so.
  if (ready) queueMicrotask(() => queueMicrotask(() => hear('ready', ready)));
  return running;
};
