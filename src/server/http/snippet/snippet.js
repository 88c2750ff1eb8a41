// What `/snippet` does more where there is script: a change shows at once, and a press copies what was picked last.
const form = document.querySelector('#pick');
const said = document.querySelector('#said');
// Whoever types is not interrupted at each letter.
const PAUSE_MS = 300;
// So long a button says that it has copied.
const SAID_MS = 2000;

// The address that stands for what is picked now.
const wanted = () => `${form.action}?${new URLSearchParams(new FormData(form))}`;
// The preview carries no label and takes colours as they come, so that a new one does not begin it anew.
const seen = (address) => {
  const url = new URL(address);
  for (const { name } of form.querySelectorAll('input')) url.searchParams.delete(name);
  return url.href;
};

// What is to be copied into the site's style sheet holds on this page too. The page's policy has no objection to a sheet
// that is adopted.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];
const dress = () => sheet.replaceSync(document.querySelector('#colours')?.textContent || '');
dress();

// The last thing asked for is the one that shows.
let asked = form && wanted();
let shown = asked;
let showing = Promise.resolve(true);
let asking;
let pause;
const show = () => {
  clearTimeout(pause);
  const address = wanted();
  if (address !== asked) {
    asked = address;
    asking?.abort();
    asking = new AbortController();
    showing = refresh(address, asking.signal);
  }
  return showing;
};

// Gives whether what stands there is what was asked for.
const refresh = async (address, signal) => {
  try {
    const reply = await fetch(address, { signal });
    if (!reply.ok) throw new Error(reply.status);
    const made = new DOMParser().parseFromString(await reply.text(), 'text/html');
    history.replaceState(null, '', address);
    for (const [name, value] of new URL(address).searchParams) {
      const hidden = document.querySelector(`#policy input[name=${name}]`);
      if (hidden) hidden.value = value;
    }
    // Another consultation may have other languages. The list itself stays, for it may have the keyboard's focus; its choice
    // is read first, since a list from which options are taken chooses anew.
    const spoken = made.querySelector('#language');
    const { value } = spoken;
    const list = document.querySelector('#language');
    list.replaceChildren(...spoken.children);
    list.value = value;
    // Buttons and the field stay too: they may be under somebody's finger.
    for (const text of made.querySelectorAll('#snippets code, #snippets .lost, #ref-wrong, #colours-said')) {
      const kept = document.getElementById(text.id);
      // What stays the same is not said once more.
      if (kept.innerHTML !== text.innerHTML) kept.replaceChildren(...text.childNodes);
      if (kept.localName === 'code') kept.closest('.form').hidden = !kept.textContent;
    }
    for (const field of made.querySelectorAll('#pick input[aria-describedby]')) {
      document.getElementById(field.id).ariaInvalid = field.ariaInvalid;
    }
    dress();
    if (seen(address) !== seen(shown)) document.querySelector('#preview').replaceWith(made.querySelector('#preview'));
    shown = address;
    return true;
  } catch (error) {
    // Whoever waits for this one waits for the one that took its place.
    if (error.name === 'AbortError') return showing;
    // The server says what is wrong better than we could.
    form.submit();
    return false;
  }
};
form?.addEventListener('change', show);
form?.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(show, PAUSE_MS);
});

// Without https there is no clipboard to write to; then what was meant is marked.
const copy = async (code) => {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return document.execCommand('copy');
  }
};

// One button at a time says it; then it says again what it does.
let takeBack = () => {};
const tell = (button, worked) => {
  takeBack();
  if (worked) {
    const words = button.textContent;
    const timer = setTimeout(() => takeBack(), SAID_MS);
    takeBack = () => {
      clearTimeout(timer);
      takeBack = () => {};
      button.textContent = words;
      button.classList.remove('copied');
    };
    button.textContent = said.dataset.copied;
    button.classList.add('copied');
  }
  // Emptied first: the same words twice are said once. What went wrong is to be read too.
  said.textContent = '';
  said.classList.toggle('unseen', worked);
  requestAnimationFrame(() => (said.textContent = worked ? said.dataset.copied : said.dataset.failed));
};

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('button[data-copies]');
  // What was typed a moment ago is copied too.
  if (!button || !(await show())) return;
  tell(button, await copy(document.getElementById(button.dataset.copies)));
});
