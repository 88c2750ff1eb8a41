// Starts the program inline: called by the loader with the reply that holds the wasm. A server in between that spoils
// the content type costs the streaming, not the widget.
const instantiate = async (coming, imports) => {
  const reply = await coming;
  const streams = reply.headers.get('content-type') === 'application/wasm';
  const source = streams ? reply : await reply.arrayBuffer();
  return WebAssembly[streams ? 'instantiateStreaming' : 'instantiate'](source, imports);
};

const fetchWords = async (locale) => {
  const reply = await fetch(new URL(`${locale}.json`, import.meta.url));
  return reply.text();
};

const sheet = new CSSStyleSheet();
Budget.arrived('inline', async (reply) => {
  const { instance } = await instantiate(reply, __wbg_get_imports());
  wasm = instance.exports;
  wasm.__wbindgen_start();
  return equip((host, root, { base, slug, lang, texts: [data, words] }, hear) => {
    host.mode = 'inline';
    root.adoptedStyleSheets = [sheet];
    const program = mount(root, data, words, lang, base, (name, detail) => hear(name, JSON.parse(detail)));
    const [, stage] = /"stage":"(\w+)"/.exec(data) || [];
    const ready = { version: Budget.version, mode: 'inline', lang, consultation: slug, stage };
    return { program, fetchWords, ready };
  });
});
