// The block in the editor, without a build step. What it saves is a plain block with a link, which every sanitiser leaves;
// the server draws the element in its place.
(({ blocks, element, blockEditor, components }) => {
  const { createElement: draw } = element;
  const { TextControl, SelectControl, Placeholder } = components;

  const choices = (...values) => values.map(([value, label]) => ({ value, label }));
  const languages = choices(['', 'Като страницата'], ['bg', 'Български'], ['en', 'English']);
  const themes = choices(['', 'Като страницата'], ['light', 'Светла'], ['dark', 'Тъмна']);

  blocks.registerBlockType('glasno/budget', {
    edit({ attributes, setAttributes }) {
      const field = (kind, name, label, more) =>
        draw(kind, { key: name, label, value: attributes[name], onChange: (value) => setAttributes({ [name]: value }), ...more });
      return draw(
        'div',
        blockEditor.useBlockProps(),
        draw(Placeholder, { icon: 'chart-bar', label: 'Обсъждане на бюджета' }, [
          field(TextControl, 'url', 'Адрес на обсъждането', { type: 'url', placeholder: `${window.glasnoBlock.server}/c/…` }),
          field(TextControl, 'text', 'Думи на връзката, за когото няма скриптове'),
          field(SelectControl, 'lang', 'Език', { options: languages }),
          field(SelectControl, 'theme', 'Тема', { options: themes }),
        ]),
      );
    },
    save({ attributes: { url, text, lang, theme } }) {
      const options = { 'data-glasno-budget': url, lang: lang || undefined, 'data-theme': theme || undefined };
      return draw('div', options, draw('a', { href: url }, text || url));
    },
  });
})(window.wp);
