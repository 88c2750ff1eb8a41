// Runs in the framed page, beside the widget: tells the page around it how tall the content is and what may be told of
// what happens, and takes settings from it. Whoever frames the page without listening gets a page that scrolls by itself.
const TYPE = 'glasno-budget';
// A page whose height answers to its own height would change for ever.
const CHANGES_A_SECOND = 10;
const EVENTS = ['ready', 'state', 'step', 'change', 'submit', 'error'];

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
let recent = [];
const report = () => {
  const px = Math.ceil(document.body.getBoundingClientRect().height);
  if (px === last) return;
  recent = [...recent.filter((time) => time > performance.now() - 1000), performance.now()];
  if (recent.length > CHANGES_A_SECOND) {
    sizes.disconnect();
    page.style.overflow = 'auto';
    return;
  }
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
  for (const name of EVENTS) {
    widget.addEventListener(`glasno-${name}`, ({ detail }) => port.postMessage({ msg: 'event', name, detail }));
  }
});

if (parent !== self) parent.postMessage({ type: TYPE, v: 1, msg: 'hello' }, '*');
