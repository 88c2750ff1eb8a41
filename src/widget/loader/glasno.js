// Stage 1 of the widget: defines <glasno-budget>, shows an outline at once and fetches the rest beside it.
//
//   <glasno-budget src="https://HOST/c/SLUG" lang="bg"><a href="https://HOST/c/SLUG">…</a></glasno-budget>
//   <script async src="https://HOST/w/v1/glasno.js"></script>
//
// Where an editor takes strange elements away, <div data-glasno-budget="https://HOST/c/SLUG"> is the same.
//
// In the host's page we are guests: a shadow root, no global name, no style attribute, no storage, no inline
// script. It parses as a classic script and as a module, may stand before or after the element, and may come
// twice. Whatever fails, the link inside the element stays, with the reason above it.
//
// `cargo xtask build` puts the table of hashed files in the place of GLASNO_BUILD and takes the comments out. With another
// beginning it is also glasno.mjs, for whoever brings it by a bundler: src/xtask/build/loader.rs.
(() => {
  const NAME = 'glasno-budget';
  // Where this script came from, whatever the element says: there each failure is explained.
  const HOME = /^(.*)\/w\//.exec(document.currentScript?.src)?.[1];
  // By it stage 2 finds a class that has another name.
  const MARK = '';
  // Here the beginning ends.

  // version · inline, wasm, frame: their hashes · languages: [tag, name of the file, what we say where it fails]
  const BUILD = GLASNO_BUILD;
  // The first loader of a page serves all of it.
  const there = customElements.get(NAME);
  if (there) return there.version === BUILD.version || console.warn(NAME, there.version, BUILD.version);
  const NEAR_PIXELS = 600;
  const PATIENCE_MS = 20_000;

  // One copy of the code and one wasm instance serve every element of the page.
  const codes = {};
  let policy;
  let program;
  let attempts = 0;

  // What can pass gets a retry button, the rest only the link.
  const failure = (code, retryable) => ({ code, retryable });
  const OFFLINE = failure('offline', true);
  const REFUSALS = { 403: 'origin-not-allowed', 404: 'not-found', 429: 'rate-limited' };

  // The consultation's address tells everything: where the server is (also behind a prefix) and which it is.
  // Plain http is for development and for the server's own pages.
  const parse = (source) => {
    try {
      const url = new URL(source, location.href);
      const near = url.origin === location.origin || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
      const [, prefix, slug] = /^(.*)\/c\/([^/]+)\/?$/.exec(url.pathname);
      if (url.protocol === 'https:' || (near && url.protocol === 'http:')) return { base: url.origin + prefix, slug };
    } catch {}
    return {};
  };

  // A file is named after its hash.
  const locate = (base, integrity, extension) =>
    `${base}/w/a/${integrity.replace('sha384-', '').slice(0, 16).replace(/[+/]/g, '_')}.${extension}`;

  const get = async (url) => {
    const reply = await fetch(url).catch(() => {
      throw OFFLINE;
    });
    if (reply.ok) return reply;
    const { status } = reply;
    throw failure(REFUSALS[status] || 'server', status === 429 || status >= 500);
  };

  const text = async (url) => (await get(url)).text();

  // A wrong hash and a lost connection reject alike; asking once more without the hash tells them apart. Even a wrong
  // hash may be one bad answer on the way.
  const fetchPart = (base, integrity, extension) => {
    const url = locate(base, integrity, extension);
    return fetch(url, { integrity }).catch(() =>
      get(url).then(() => {
        throw failure('integrity', true);
      }),
    );
  };

  // A script element, because import() knows no integrity. A browser remembers a module that failed by its
  // address, so each further attempt asks by another one.
  const fetchCode = (base, part) => {
    if (!codes[part]) {
      codes[part] = Promise.withResolvers();
      const script = document.createElement('script');
      script.type = 'module';
      script.crossOrigin = 'anonymous';
      script.integrity = BUILD[part];
      script.onerror = () => {
        const { reject } = codes[part];
        // Nothing is under way any more: remove() gives undefined.
        codes[part] = script.remove();
        attempts += 1;
        fetchPart(base, BUILD[part], 'js').then(() => reject(OFFLINE), reject);
      };
      let url = locate(base, BUILD[part], 'js') + (attempts ? `?${attempts}` : '') + MARK;
      // Where the page demands trusted types and does not let us name ours, the assignment below is refused.
      try {
        policy ??= trustedTypes.createPolicy(NAME, { createScriptURL: (address) => address });
        url = policy.createScriptURL(url);
      } catch {}
      script.src = url;
      document.head.append(script);
    }
    return codes[part].promise;
  };

  const startProgram = (base) =>
    (program ??= Promise.all([fetchCode(base, 'inline'), fetchPart(base, BUILD.wasm, 'wasm')])
      .then(([start, wasm]) => start(wasm)));

  // Under a policy without 'wasm-unsafe-eval' the smallest module is refused, and under trusted types every
  // template, before anything is fetched. Where it is taken, its module stands for yes.
  const inlineAllowed = () => {
    try {
      document.createElement('template').innerHTML = '<i>';
      return new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    } catch {}
  };

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  // Adopted sheets pass `style-src 'none'`, where style elements and attributes are refused.
  let outlineSheet;
  const show = (root, ...nodes) => {
    if (!outlineSheet) {
      outlineSheet = new CSSStyleSheet();
      outlineSheet.replaceSync(
        ':host,i{display:block}div{min-height:320px}' +
          'i{height:1.2em;margin:1em 0;border-radius:4px;background:#8883}' +
          'i:first-child{height:2em;width:60%}' +
          'button{font:inherit;min-height:44px;padding:0 1em}',
      );
    }
    root.adoptedStyleSheets = [outlineSheet];
    root.replaceChildren(...nodes);
  };

  class GlasnoBudget extends HTMLElement {
    static version = BUILD.version;
    static observedAttributes = ['src', 'lang', 'api', 'mode', 'loading', 'min-height'];

    // What was fetched reports here: it finds this class through the registry, so no global name is needed.
    static arrived(part, start) {
      codes[part].resolve(start);
    }

    state = 'idle';
    #ready = Promise.withResolvers();
    #base;
    #root;
    #attempt;
    #observer;
    #mounted;

    get ready() {
      return this.#ready.promise;
    }

    connectedCallback() {
      // Moved within the page: what is running goes on.
      if (this.#attempt) return;
      this.#attempt = {};
      this.#root ??= this.attachShadow({ mode: 'open' });
      const bars = element('div', ...Array.from({ length: 6 }, () => element('i')));
      bars.style.minHeight = this.getAttribute('min-height');
      bars.ariaHidden = true;
      show(this.#root, bars, element('slot'));
      const { top, bottom } = this.getBoundingClientRect();
      const near = top < innerHeight + NEAR_PIXELS && bottom > -NEAR_PIXELS;
      // Whoever follows a link to a line wants to land there, however far down it stands.
      if (near || this.getAttribute('loading') === 'eager' || location.hash) return this.#load();
      this.#observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          this.#observer.disconnect();
          this.#load();
        },
        { rootMargin: `${NEAR_PIXELS}px` },
      );
      this.#observer.observe(this);
    }

    // Moving a node disconnects and connects it in one go, so we look again before anything is thrown away.
    disconnectedCallback() {
      queueMicrotask(() => this.isConnected || this.destroy());
    }

    // What runs deals with what it can, such as another language, and keeps what was said; all else is another visit.
    attributeChangedCallback(name, before, now) {
      if (before === now || !this.#attempt) return;
      if (!this.#mounted?.take(name, this.#language())) this.reload();
    }

    destroy() {
      // Neither of them gives anything back.
      this.#attempt = this.#observer?.disconnect();
      this.#mounted = this.#mounted?.unmount();
      this.#root.replaceChildren(element('slot'));
      this.#set('idle');
    }

    reload() {
      this.destroy();
      this.connectedCallback();
    }

    async #load() {
      const attempt = (this.#attempt = {});
      const [lang, locale, message, retry] = this.#language();
      this.#set('loading');
      try {
        const { base: server, slug } = parse(this.getAttribute('src'));
        if (!slug) throw failure('source');
        const base = (this.#base = this.getAttribute('api') || server);
        const wanted = this.getAttribute('mode');
        const frame = (why) => Promise.all([fetchCode(base, 'frame'), why]);
        const fetched =
          wanted === 'frame' || (wanted !== 'inline' && !inlineAllowed())
            ? frame()
            : Promise.all([
                startProgram(base),
                text(`${base}/api/v1/consultations/${slug}`),
                text(locate(base, locale, 'json')),
              ]).catch((error) => {
                // A policy that forbids to connect looks like a lost connection. Where the frame's code comes all the
                // same, it finds out.
                if (wanted === 'inline' || error !== OFFLINE) throw error;
                return frame(error);
              });
        const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, OFFLINE));
        const [start, ...texts] = await Promise.race([fetched, late]);
        if (attempt !== this.#attempt) return;
        const hear = (name, detail) => attempt === this.#attempt && this.#hear(name, detail);
        const mount = await start(this, this.#root, { base, slug, lang, locale, texts }, hear);
        if (attempt !== this.#attempt) return mount.unmount();
        this.#mounted = mount;
      } catch (error) {
        if (attempt === this.#attempt) this.#fail(error, message, retry);
      }
    }

    // What the widget tells, here or in its frame.
    #hear(name, detail) {
      if (name === 'ready') {
        this.#set(detail.stage === 'open' ? 'ready' : 'closed');
        this.#ready.resolve(detail);
      }
      if (name === 'submit') this.#set('submitted');
      return this.#tell(name, detail);
    }

    #fail(error, message, retry) {
      // A trap leaves the instance unusable for every element that would come after.
      program = undefined;
      const { code = 'server', retryable } = error;
      const said = [element('p', message), element('slot')];
      said[0].role = 'status';
      if (retryable) {
        const button = element('button', retry);
        button.onclick = () => this.reload();
        said.push(button);
      }
      show(this.#root, ...said);
      this.#set(retryable ? 'error' : 'fallback');
      // A module does not know where it came from, nor the element with a broken address.
      const home = HOME || this.#base;
      const docs = home ? `${home}/snippet#${code}` : '';
      // What has no code of its own is a trap, or a refusal by the host page's policy; a developer wants to see it.
      console.warn(NAME, code, docs, error);
      this.#tell('error', { code, message, retryable, docs });
      if (!retryable) this.#tell('fallback', { reason: code });
    }

    // The nearest language, looking outwards from the element, if we speak it; else the first one.
    #language() {
      const tag = this.closest('[lang]')?.lang.split('-')[0].toLowerCase();
      return BUILD.languages.find(([language]) => language === tag) || BUILD.languages[0];
    }

    #set(to) {
      const from = this.state;
      this.dataset.state = this.state = to;
      if (from !== to) this.#tell('state', { from, to });
    }

    #tell(name, detail) {
      return this.dispatchEvent(new CustomEvent(`glasno-${name}`, { bubbles: true, composed: true, cancelable: true, detail }));
    }
  }

  customElements.define(NAME, GlasnoBudget);

  // What an editor leaves of it: a plain block with its attributes.
  const upgrade = () => {
    for (const block of document.querySelectorAll('[data-glasno-budget]:not(:has(glasno-budget))')) {
      const made = element(NAME, ...block.childNodes);
      for (const [name, value] of Object.entries(block.dataset)) made.setAttribute(name.replace(/[A-Z]/g, '-$&'), value);
      made.setAttribute('src', block.dataset.glasnoBudget);
      block.append(made);
    }
  };
  // Under another name it does not take what this one may have taken already.
  if (!MARK) {
    upgrade();
    addEventListener('DOMContentLoaded', upgrade);
  }
})();
