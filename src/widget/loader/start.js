// Starts the program inline: called by the loader with the reply that holds the wasm. A server in between that spoils
// the content type costs the streaming, not the widget.
const instantiate = async (coming, imports) => {
  const reply = await coming;
  const streams = reply.headers.get('content-type') === 'application/wasm';
  const source = streams ? reply : await reply.arrayBuffer();
  return WebAssembly[streams ? 'instantiateStreaming' : 'instantiate'](source, imports);
};

// The words are named after their hash, and the loader knows the name. Pages without https cannot compute it, nor trust
// anything else that they were sent.
const check = async (words, locale) => {
  const digest = await globalThis.crypto.subtle?.digest('SHA-384', new TextEncoder().encode(words));
  if (!digest) return;
  // As many bytes as the name's letters hold.
  const name = btoa(String.fromCharCode(...new Uint8Array(digest, 0, 12)));
  if (name.replace(/[+/]/g, '_') !== locale) throw { code: 'integrity', retryable: true };
};

const fetchWords = async (locale) => {
  const reply = await fetch(new URL(`${locale}.json`, import.meta.url));
  const words = await reply.text();
  await check(words, locale);
  return words;
};

const sheet = new CSSStyleSheet();
Budget.arrived('inline', async (reply) => {
  const { instance } = await instantiate(reply, __wbg_get_imports());
  wasm = instance.exports;
  wasm.__wbindgen_start();
  return equip(async (host, root, { base, slug, lang, locale, texts: [data, words], goOn }, hear) => {
    await check(words, locale);
    goOn();
    host.mode = 'inline';
    root.adoptedStyleSheets = [sheet];
    const program = mount(root, data, words, lang, base, (name, detail) => hear(name, JSON.parse(detail)));
    const [, stage] = /"stage":"(\w+)"/.exec(data) || [];
    const ready = { version: Budget.version, mode: 'inline', lang, consultation: slug, stage };
    return { program, fetchWords, ready };
  });
});
