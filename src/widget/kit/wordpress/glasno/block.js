// The block in the editor, without a build step. What it saves is a plain block with a link, which every sanitiser leaves;
// the server draws the element in its place.
(({ blocks, element, blockEditor, components }) => {
  const { createElement: draw } = element;
  const { TextControl, SelectControl, PanelBody, Placeholder } = components;

  const choices = (...values) => values.map(([value, label]) => ({ value, label }));
  // As the element names them; the first choice of each is what holds anyway.
  const CHOICES = {
    lang: ['Език', choices(['', 'Като страницата'], ['bg', 'Български'], ['en', 'English'])],
    theme: ['Тема', choices(['', 'Като страницата'], ['light', 'Светла'], ['dark', 'Тъмна'])],
    view: ['Показва', choices(['', 'Всичко'], ['summary', 'Само накратко'], ['results', 'Само резултатите'])],
    'heading-level': ['Ниво на първото заглавие', choices(['', '2'], ['3', '3'], ['4', '4'], ['5', '5'], ['6', '6'])],
    compact: ['Място', choices(['', 'Обичайно'], ['1', 'По-малко, без увод'])],
    mode: ['Къде работи', choices(['', 'Само преценява'], ['inline', 'В страницата'], ['frame', 'В рамка'])],
    loading: ['Зарежда се', choices(['', 'Когато наближи екрана'], ['eager', 'Веднага'])],
  };
  const TEXTS = {
    hide: ['Какво да липсва', 'header footer results comments'],
    ref: ['Откъде идват хората (малки латински букви, цифри и тирета)', 'front-page'],
    'min-height': ['Височина, докато се зарежда', '320px'],
  };

  blocks.registerBlockType('glasno/budget', {
    edit({ attributes, setAttributes }) {
      const field = (kind, name, label, more) =>
        draw(kind, { key: name, label, value: attributes[name], onChange: (value) => setAttributes({ [name]: value }), ...more });
      const fields = [
        ...Object.entries(CHOICES).map(([name, [label, options]]) => field(SelectControl, name, label, { options })),
        ...Object.entries(TEXTS).map(([name, [label, placeholder]]) => field(TextControl, name, label, { placeholder })),
      ];
      return draw(
        'div',
        blockEditor.useBlockProps(),
        draw(blockEditor.InspectorControls, { key: 'more' }, draw(PanelBody, { title: 'Обсъждане на бюджета' }, fields)),
        draw(Placeholder, { key: 'what', icon: 'chart-bar', label: 'Обсъждане на бюджета' }, [
          field(TextControl, 'url', 'Адрес на обсъждането', { type: 'url', placeholder: `${window.glasnoBlock.server}/c/…` }),
          field(TextControl, 'text', 'Думи на връзката, за когото няма скриптове'),
        ]),
      );
    },
    save({ attributes }) {
      const { url, text, lang } = attributes;
      const options = { 'data-glasno-budget': url, lang: lang || undefined };
      for (const name of [...Object.keys(CHOICES), ...Object.keys(TEXTS)]) {
        if (name !== 'lang') options[`data-${name}`] = attributes[name] || undefined;
      }
      return draw('div', options, draw('a', { href: url }, text || url));
    },
  });
})(window.wp);
