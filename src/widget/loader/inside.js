// Runs in the framed page, beside the widget: tells the page around it how tall the content is and what may be told of
// what happens, and takes settings from it. Whoever frames the page without listening gets a page that scrolls by itself.
const TYPE = 'glasno-budget';
// Heights are told so often at most, the last one always.
const PAUSE_MS = 100;
// A page whose height answers to its own height would change for ever: after so many in a row it scrolls by itself.
const IN_A_ROW = 50;
const EVENTS = ['step', 'change', 'submit', 'error'];

const widget = document.querySelector(TYPE);
const page = document.documentElement;
let port;

const set = ({ lang, scheme, ref }) => {
  if (lang) page.lang = widget.lang = lang;
  if (scheme) page.style.colorScheme = scheme;
  if (ref) widget.setAttribute('ref', ref);
};

// In a frame as tall as its content nothing sticks to the edge of the screen by itself.
const keepInSight = ({ bottom }) => widget.style.setProperty('--glasno-below', `${Math.max(0, page.clientHeight - bottom)}px`);

const heard = ({ data }) => {
  switch (data.msg) {
    case 'set':
      set(data);
      break;
    case 'visible':
      keepInSight(data);
      break;
    case 'focus':
      widget.focus({ step: data.step });
      break;
    case 'reset':
      widget.reset();
  }
};

let last = 0;
let told = -PAUSE_MS;
let row = 0;
let later;
const report = () => {
  const now = performance.now();
  clearTimeout(later);
  if (now - told < PAUSE_MS) {
    later = setTimeout(report, PAUSE_MS);
    return;
  }
  const px = Math.ceil(document.body.getBoundingClientRect().height);
  if (px === last) return;
  row = now - told < 3 * PAUSE_MS ? row + 1 : 0;
  if (row > IN_A_ROW) {
    sizes.disconnect();
    page.style.overflow = 'auto';
    return;
  }
  told = now;
  last = px;
  port.postMessage({ msg: 'height', px });
};
const sizes = new ResizeObserver(report);

addEventListener('message', ({ source, data, ports }) => {
  if (port || source !== parent || data?.type !== TYPE || data.v !== 1 || data.msg !== 'init' || !ports[0]) return;
  [port] = ports;
  set(data);
  port.onmessage = heard;
  page.classList.add('framed');
  sizes.observe(document.body);
  const tell = (name, detail) => port.postMessage({ msg: 'event', name, detail });
  for (const name of EVENTS) widget.addEventListener(`glasno-${name}`, ({ detail }) => tell(name, detail));
  // It may be ready already.
  customElements.whenDefined(TYPE).then(() => widget.ready).then((detail) => tell('ready', { ...detail, mode: 'frame' }));
});

if (parent !== self) parent.postMessage({ type: TYPE, v: 1, msg: 'hello' }, '*');
