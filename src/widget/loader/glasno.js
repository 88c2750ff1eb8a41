// Stage 1 of the widget: defines <glasno-budget>, shows an outline at once and fetches the rest beside it.
//
//   <glasno-budget src="https://HOST/c/SLUG" lang="bg"><a href="https://HOST/c/SLUG">…</a></glasno-budget>
//   <script async src="https://HOST/w/v1/glasno.js"></script>
//
// In the host's page we are guests: a shadow root, no global name, no style attribute, no storage, no inline
// script. It parses as a classic script and as a module, may stand before or after the element, and may come
// twice. Whatever fails, the link inside the element stays, with the reason above it.
//
// `cargo xtask build` puts the table of hashed files in the place of GLASNO_BUILD and takes the comments out.
(() => {
  'use strict';

  const NAME = 'glasno-budget';
  if (customElements.get(NAME)) return;

  // version · stage2, wasm: their hashes · languages: [tag, hash of the file, the few sentences that we say]
  const BUILD = GLASNO_BUILD;
  const NEAR_PIXELS = 600;
  const PATIENCE_MS = 20_000;

  // One copy of the code and one wasm instance serve every element of the page.
  let code;
  let program;
  let arrive;
  let attempts = 0;

  // What can pass gets a retry button, the rest only the link.
  const failure = (code, retryable = false) => ({ code, retryable });
  const offline = () => failure('offline', true);
  const REFUSALS = { 403: 'origin-not-allowed', 404: 'not-found', 429: 'rate-limited' };
  const refusal = ({ status }) => failure(REFUSALS[status] || 'server', status === 429 || status >= 500);

  // The consultation's address tells everything: where the server is (also behind a prefix) and which it is.
  // Plain http is for development and for the server's own pages.
  const parse = (source) => {
    try {
      const url = new URL(source, location.href);
      const near = url.origin === location.origin || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
      const [, prefix, slug] = /^(.*)\/c\/([^/]+)\/?$/.exec(url.pathname);
      return (url.protocol === 'https:' || (url.protocol === 'http:' && near)) && { base: url.origin + prefix, slug };
    } catch {
      return false;
    }
  };

  // No cookie goes to another site by default. Asking for less than that, `omit`, would make a page of the server's
  // own fetch everything twice: it would not match what that page has preloaded.
  const get = (url, options) =>
    fetch(url, options).catch(() => {
      throw offline();
    });

  // A file is named after its hash.
  const locate = (base, integrity, extension) =>
    `${base}/w/a/${integrity.slice(7, 23).replace(/[+/]/g, '_')}.${extension}`;

  // A wrong hash and a lost connection reject alike; asking for the head alone tells them apart.
  const fetchPart = (base, integrity, extension) => {
    const url = locate(base, integrity, extension);
    return get(url, { integrity }).catch(async () => {
      const head = await get(url, { method: 'HEAD' });
      // Even a wrong hash may be one bad answer on the way.
      throw head.ok ? failure('integrity', true) : refusal(head);
    });
  };

  // A script element, because import() knows no integrity. A browser remembers a module that failed by its
  // address, so each further attempt asks by another one.
  const fetchCode = (base) =>
    (code ??= new Promise((resolve, reject) => {
      arrive = resolve;
      const script = document.createElement('script');
      script.type = 'module';
      script.crossOrigin = 'anonymous';
      script.integrity = BUILD.stage2;
      script.onerror = () => {
        script.remove();
        code = undefined;
        attempts += 1;
        fetchPart(base, BUILD.stage2, 'js').then(() => reject(offline()), reject);
      };
      script.src = locate(base, BUILD.stage2, 'js') + (attempts ? `?${attempts}` : '');
      document.head.append(script);
    }));

  const startProgram = (base) =>
    (program ??= Promise.all([fetchCode(base), fetchPart(base, BUILD.wasm, 'wasm')])
      .then(([start, wasm]) => start(wasm))
      .catch((error) => {
        program = undefined;
        throw error;
      }));

  // Under a policy without 'wasm-unsafe-eval' the smallest module is refused, before anything is fetched.
  const wasmAllowed = () => {
    try {
      return !!new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    } catch {
      return false;
    }
  };

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  // Adopted sheets pass `style-src 'none'`, where style elements and attributes are refused.
  let outlineSheet;
  const styleOutline = (root) => {
    if (!outlineSheet) {
      outlineSheet = new CSSStyleSheet();
      outlineSheet.replaceSync(
        ':host{display:block}div{min-height:320px}' +
          'i{display:block;height:1.2em;margin:1em 0;border-radius:4px;background:color-mix(in srgb,currentColor 10%,transparent)}' +
          'i:first-child{height:2em;width:60%}' +
          'p{margin:0 0 .5em}button{font:inherit;min-height:44px;margin:1em 0;padding:0 1em}',
      );
    }
    root.adoptedStyleSheets = [outlineSheet];
  };

  class GlasnoBudget extends HTMLElement {
    static version = BUILD.version;

    // Stage 2 reports here: it finds this class through the registry, so no global name is needed.
    static arrived(start) {
      arrive(start);
    }

    #root;
    #attempt;
    #observer;
    #mounted;

    connectedCallback() {
      // Moved within the page: what is running goes on.
      if (this.#attempt) return;
      this.#attempt = {};
      this.#root ??= this.attachShadow({ mode: 'open' });
      this.#drawOutline();
      const { top, bottom } = this.getBoundingClientRect();
      const near = top < innerHeight + NEAR_PIXELS && bottom > -NEAR_PIXELS;
      // Whoever follows a link to a line wants to land there, however far down it stands.
      if (near || this.getAttribute('loading') === 'eager' || location.hash.startsWith('#line=')) {
        this.#load();
        return;
      }
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
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#attempt = undefined;
        this.#observer?.disconnect();
        this.#mounted?.unmount();
        this.#mounted = undefined;
        this.#root.replaceChildren();
      });
    }

    async #load() {
      const attempt = (this.#attempt = {});
      const [tag, locale, sentences] = this.#language();
      try {
        const address = parse(this.getAttribute('src'));
        if (!address || !wasmAllowed()) throw failure(address ? 'csp-wasm' : 'source');
        const { base, slug } = address;
        const data = get(`${base}/api/v1/consultations/${slug}`).then((reply) => {
          if (reply.ok) return reply.text();
          throw refusal(reply);
        });
        const words = fetchPart(base, locale, 'json').then((reply) => reply.text());
        const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, offline()));
        const all = await Promise.race([Promise.all([data, words, startProgram(base)]), late]);
        if (attempt !== this.#attempt) return;
        this.#mount(slug, tag, ...all);
      } catch (error) {
        if (attempt === this.#attempt) this.#fail(error, sentences);
      }
    }

    #mount(slug, lang, data, words, { sheet, mount }) {
      const outline = [...this.#root.childNodes];
      this.#root.adoptedStyleSheets = [sheet];
      try {
        this.#mounted = mount(this, this.#root, data, words, lang);
      } catch (error) {
        // A trap leaves the instance unusable for every element that would come after.
        program = undefined;
        throw error;
      }
      for (const node of outline) node.remove();
      const [, stage] = /"stage":"(\w+)"/.exec(data) || [];
      this.#tell('ready', { version: BUILD.version, mode: 'inline', lang, consultation: slug, stage });
    }

    #fail(error, sentences) {
      // What has no code of its own is a trap, or a refusal by the host page's policy; a developer wants to see it.
      if (!error.code) console.error(error);
      const { code = 'server', retryable = false } = error;
      const message = retryable ? sentences.again : sentences.refused;
      const show = [element('p', message), element('slot')];
      show[0].setAttribute('role', 'status');
      if (retryable) {
        const button = element('button', sentences.retry);
        button.type = 'button';
        button.onclick = () => {
          this.#drawOutline();
          this.#load();
        };
        show.push(button);
      }
      styleOutline(this.#root);
      this.#root.replaceChildren(...show);
      this.#tell('error', { code, message, retryable });
    }

    #drawOutline() {
      const bars = element('div', ...Array.from({ length: 6 }, () => element('i')));
      bars.setAttribute('aria-hidden', 'true');
      styleOutline(this.#root);
      this.#root.replaceChildren(bars, element('slot'));
    }

    // The nearest language that we speak, looking outwards from the element; else the first one.
    #language() {
      for (let at = this.closest('[lang]'); at; at = at.parentElement?.closest('[lang]')) {
        const tag = at.lang.split('-')[0].toLowerCase();
        const known = BUILD.languages.find(([language]) => language === tag);
        if (known) return known;
      }
      return BUILD.languages[0];
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(`glasno-${name}`, { bubbles: true, composed: true, detail }));
    }
  }

  customElements.define(NAME, GlasnoBudget);
})();
