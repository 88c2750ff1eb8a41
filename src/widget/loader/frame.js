// The frame, for pages whose policy refuses WebAssembly or whose trusted types refuse templates: the consultation's
// own page stands in an iframe that is as tall as its content.
//
// The parent waits for a hello from the very window that it made, answers once with a port, and from then on only that
// port is listened to. What comes through it is a height, a place to scroll to, or an event that may be told further.

// A frame that has not said hello by then does not come. On a slow phone and network it may well take its time; where a
// policy forbids it, the browser says so at once.
const PATIENCE_MS = 15_000;
const LOOK_MS = 500;
// Changes of these are told to the frame; the view by the element itself.
const RESTYLING = ['theme', 'style', 'class', 'ref', 'hide', 'compact', 'heading-level'];
const TYPE = 'glasno-budget';
const sheet = new CSSStyleSheet();
// It takes the outline's place, as tall, so that nothing around it moves.
sheet.replaceSync(':host{display:block}iframe{display:block;width:100%;min-height:320px;border:0}iframe~div{display:none}');

// A policy that only reports refuses nothing.
const isRefused = ({ disposition, effectiveDirective, blockedURI }, directive, origin) =>
  disposition === 'enforce' && effectiveDirective === directive && blockedURI.startsWith(origin);

// What was fetched for the page itself did not come. Where its policy forbids to connect to us, the frame may come all the
// same; where it is the network, to wait for a frame as well would only take longer.
const isForbidden = (origin, addresses) =>
  new Promise((resolve) => {
    const listening = new AbortController();
    const end = (forbidden) => {
      listening.abort();
      resolve(forbidden);
    };
    const refused = (violation) => isRefused(violation, 'connect-src', origin) && end(true);
    document.addEventListener('securitypolicyviolation', refused, { signal: listening.signal });
    // What is refused is told soon after the fetch has failed.
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const tried = addresses.map((address) => fetch(address, { signal }));
    Promise.allSettled(tried).then(() => setTimeout(end, LOOK_MS, false));
  });

// `why` is what failed in the page itself, where that was tried.
const start = async (host, root, { base, slug, lang: first, texts: [why], goOn }, hear) => {
  let lang = first;
  const { origin } = new URL(base, location.href);
  if (why && !(await isForbidden(origin, [`${base}/api/v1/consultations/${slug}`, import.meta.url]))) throw why;
  goOn();
  host.mode = 'frame';
  const frame = document.createElement('iframe');
  const given = (name) => host.getAttribute(name) || '';
  const isDark = () => {
    const scheme = given('theme') === 'inherit' || !given('theme') ? getComputedStyle(host).colorScheme : given('theme');
    return scheme.includes('dark') && (!scheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches);
  };
  const settings = () => ({
    lang,
    scheme: isDark() ? 'dark' : 'light',
    ref: LABEL.test(given('ref')) ? given('ref') : '',
    view: given('view'),
    hide: given('hide'),
    'heading-level': given('heading-level'),
    compact: host.hasAttribute('compact') ? '1' : '',
  });
  const address = new URL(`${base}/c/${slug}/frame`, location.href);
  for (const [name, value] of Object.entries({ ...settings(), v: '1' })) if (value) address.searchParams.set(name, value);
  // The municipality's own words for it, from the link inside the element.
  const inside = [...host.childNodes].filter((node) => !node.slot);
  frame.title = inside.map((node) => node.textContent).join('').trim() || document.title;
  frame.allow = 'clipboard-write';

  let port;
  // The window that was answered. A browser makes a new one where the page moves the element.
  let answered;
  const post = (message) => port?.postMessage(message);

  // The frame has no viewport of its own: it is told which part of it can be seen, and keeps the balance there.
  let told = '';
  const tellVisible = () => {
    const { top, bottom } = frame.getBoundingClientRect();
    const visible = { top: Math.round(Math.max(0, -top)), bottom: Math.round(Math.min(bottom, innerHeight) - top) };
    if (told === (told = JSON.stringify(visible))) return;
    post({ msg: 'visible', ...visible });
  };
  let asked;
  const look = () => (asked ??= requestAnimationFrame(() => ((asked = undefined), tellVisible())));

  const heard = ({ data }) => {
    switch (data.msg) {
      case 'height':
        frame.style.height = `${data.px}px`;
        frame.style.minHeight = '0';
        look();
        break;
      case 'scroll-into-view':
        scrollTo({ top: scrollY + frame.getBoundingClientRect().top + data.top - 16 });
        break;
      case 'event':
        hear(data.name, data.detail);
        break;
      // What the page may stop waits in the frame for the answer.
      case 'ask':
        post({ msg: 'answer', number: data.number, allowed: hear(data.name, data.detail) });
    }
  };

  const restyling = new MutationObserver(() => post({ msg: 'set', ...settings() }));
  restyling.observe(host, { attributes: true, attributeFilter: RESTYLING });

  const listening = new AbortController();
  const { signal } = listening;
  return new Promise((resolve, reject) => {
    const giveUp = (code, retryable) => {
      clearInterval(late);
      frame.remove();
      listening.abort();
      restyling.disconnect();
      reject({ code, retryable });
    };
    // A page may also take the element out while the frame is on its way.
    let waited = 0;
    const late = setInterval(() => {
      waited += LOOK_MS;
      if (waited >= PATIENCE_MS || !frame.isConnected) giveUp('offline', true);
    }, LOOK_MS);
    const refused = (violation) => isRefused(violation, 'frame-src', origin) && giveUp('csp-frame', false);
    document.addEventListener('securitypolicyviolation', refused, { signal });
    addEventListener(
      'message',
      ({ source, origin: from, data }) => {
        const isOurs = source === frame.contentWindow && (from === origin || from === 'null');
        if (source === answered || !isOurs || data?.type !== TYPE || data.v !== 1 || data.msg !== 'hello') return;
        const { port1, port2 } = new MessageChannel();
        port?.close();
        port = port1;
        answered = source;
        told = '';
        port.onmessage = heard;
        source.postMessage({ type: TYPE, v: 1, msg: 'init', ...settings() }, from === 'null' ? '*' : from, [port2]);
        clearInterval(late);
        for (const name of ['scroll', 'resize']) addEventListener(name, look, { signal, passive: true, capture: true });
        look();
        const program = {
          unmount() {
            listening.abort();
            restyling.disconnect();
            port.close();
            frame.remove();
          },
          speak(_, tag) {
            lang = tag;
            post({ msg: 'set', ...settings() });
          },
          show: () => post({ msg: 'set', ...settings() }),
          focus: (step) => post({ msg: 'focus', step }),
          reset: () => post({ msg: 'reset' }),
        };
        resolve({ program });
      },
      { signal },
    );
    root.adoptedStyleSheets = [sheet];
    frame.style.minHeight = given('min-height');
    frame.src = address;
    root.prepend(frame);
  });
};

Budget.arrived('frame', equip(start));
