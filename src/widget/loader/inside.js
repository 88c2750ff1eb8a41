// Runs in the framed page, beside the widget: tells the page around it how tall the content is and what may be told of
// what happens, and takes settings from it. Whoever frames the page without listening gets a page that scrolls by itself.
const TYPE = 'glasno-budget';
// Heights are told so often at most, the last one always.
const PAUSE_MS = 100;
// A page whose height answers to its own height would change for ever: after so many in a row it scrolls by itself.
const IN_A_ROW = 50;
// The balance stays in sight where at least so much of the frame can be seen.
const LEAST_ROOM_PX = 320;
const EVENTS = ['step', 'change', 'submit', 'error'];
// What the page around the frame sets on its element, this one has too.
const TAKEN = ['ref', 'view', 'hide', 'compact', 'heading-level'];
// A page around that says neither yes nor no holds nobody up.
const ANSWER_MS = 3000;

const widget = document.querySelector(TYPE);
const page = document.documentElement;
let port;

const set = (given) => {
  if (given.lang) page.lang = widget.lang = given.lang;
  if (given.scheme) page.style.colorScheme = given.scheme;
  for (const name of TAKEN) {
    if (given[name]) widget.setAttribute(name, given[name]);
    else if (given[name] === '') widget.removeAttribute(name);
  }
};

// In a frame as tall as its content nothing sticks to the edge of the screen by itself.
const keepInSight = ({ top, bottom }) => {
  const below = Math.max(0, page.clientHeight - bottom);
  // On a screen magnified to 400 % it would leave no room for what it stands over.
  const keep = (name, px) => widget.style.setProperty(name, `${bottom - top > LEAST_ROOM_PX ? px : 0}px`);
  keep('--glasno-above', top);
  keep('--glasno-below', below);
};

// The page around is asked before a submission leaves. Its answer comes later than the event can wait for, so the event
// is stopped, and what was pressed is pressed once more when the page lets it go on.
let asked = 0;
let waiting;
let allowed = false;
const ask = (event) => {
  if (allowed) return;
  event.preventDefault();
  if (waiting) return;
  asked += 1;
  port.postMessage({ msg: 'ask', number: asked, name: 'before-submit', detail: event.detail });
  waiting = setTimeout(answered, ANSWER_MS, { number: asked, allowed: true });
};
const answered = (answer) => {
  if (!waiting || answer.number !== asked) return;
  clearTimeout(waiting);
  waiting = undefined;
  if (answer.allowed === false) return;
  allowed = true;
  widget.shadowRoot.querySelector('[part=submit]')?.click();
  allowed = false;
};

const heard = ({ data }) => {
  switch (data.msg) {
    case 'answer':
      answered(data);
      break;
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
  widget.addEventListener('glasno-before-submit', ask);
  // It may be ready already.
  customElements.whenDefined(TYPE).then(() => widget.ready).then((detail) => tell('ready', { ...detail, mode: 'frame' }));
});

if (parent !== self) parent.postMessage({ type: TYPE, v: 1, msg: 'hello' }, '*');
