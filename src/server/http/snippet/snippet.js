// What `/snippet` does more where there is script: a change shows at once, and a press copies.
const form = document.querySelector('#pick');
const said = document.querySelector('#said');

// The last thing asked for is the one that shows.
let asking;
const show = async () => {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  const address = `${form.action}?${query}`;
  try {
    const reply = await fetch(address, { signal: asking.signal });
    if (!reply.ok) throw new Error(reply.status);
    const made = new DOMParser().parseFromString(await reply.text(), 'text/html');
    history.replaceState(null, '', address);
    for (const [name, value] of query) {
      const kept = document.querySelector(`#policy input[name=${name}]`);
      if (kept) kept.value = value;
    }
    // Another consultation may have other languages. The list itself stays, for it may have the keyboard's focus; its choice
    // is read first, since a list from which options are taken chooses anew.
    const spoken = made.querySelector('#language');
    const { value } = spoken;
    const list = document.querySelector('#language');
    list.replaceChildren(...spoken.children);
    list.value = value;
    for (const id of ['#preview', '#snippets']) document.querySelector(id).replaceWith(made.querySelector(id));
  } catch (error) {
    // The server says what is wrong better than we could.
    if (error.name !== 'AbortError') form.submit();
  }
};
form?.addEventListener('change', show);

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
document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('button[data-copies]');
  if (!button) return;
  const worked = await copy(document.getElementById(button.dataset.copies));
  // Emptied first: the same words twice are said once.
  said.textContent = '';
  requestAnimationFrame(() => {
    said.textContent = worked ? said.dataset.copied : said.dataset.failed;
    for (const other of document.querySelectorAll('.copied')) other.classList.remove('copied');
    button.classList.toggle('copied', worked);
  });
});
