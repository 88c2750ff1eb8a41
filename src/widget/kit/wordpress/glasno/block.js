// The block in the editor, without a build step. What it saves is a plain block with a link, which every sanitiser leaves;
// the server draws the element in its place.
(({ blocks, element, blockEditor, components }) => {
  const { createElement: draw } = element;
  const { TextControl, SelectControl, PanelBody, Placeholder } = components;

  const isBulgarian = document.documentElement.lang.startsWith('bg');
  const say = (bulgarian, english) => (isBulgarian ? bulgarian : english);
  const choices = (...values) => values.map(([value, ...label]) => ({ value, label: label.length > 1 ? say(...label) : label[0] }));
  const page = ['', 'Като страницата', 'As the page'];
  // As the element names them; the first choice of each is what holds anyway.
  const CHOICES = {
    lang: [say('Език', 'Language'), choices(page, ['bg', 'Български'], ['en', 'English'])],
    theme: [say('Тема', 'Theme'), choices(page, ['light', 'Светла', 'Light'], ['dark', 'Тъмна', 'Dark'])],
    view: [
      say('Показва', 'Shows'),
      choices(['', 'Всичко', 'All of it'], ['summary', 'Само накратко', 'A summary'], ['results', 'Само резултатите', 'The results']),
    ],
    'heading-level': [
      say('Ниво на първото заглавие', 'Level of the first heading'),
      choices(['', '2'], ['3', '3'], ['4', '4'], ['5', '5'], ['6', '6']),
    ],
    compact: [
      say('Място', 'Room'),
      choices(['', 'Обичайно', 'As usual'], ['1', 'По-малко, без увод', 'Less, and no introduction']),
    ],
    mode: [
      say('Къде работи', 'Where it runs'),
      choices(['', 'Избира се автоматично', 'Finds out by itself'], ['inline', 'В страницата', 'In the page'], ['frame', 'В рамка', 'In a frame']),
    ],
    loading: [
      say('Зарежда се', 'Loads'),
      choices(['', 'Когато наближи екрана', 'When it comes near'], ['eager', 'Веднага', 'At once']),
    ],
  };
  const TEXTS = {
    hide: [say('Какво да липсва', 'What to leave out'), 'header footer results comments'],
    ref: [say('Откъде идват хората (малки латински букви, цифри и тирета)', 'Where people come from (small Latin letters, digits, hyphens)'), 'front-page'],
    'min-height': [say('Най-малка височина', 'Least height'), '320px'],
  };
  const title = say('Обсъждане на бюджета', 'Budget consultation');

  blocks.registerBlockType('glasno/budget', {
    title: `${title} (Glasno)`,
    description: say('Проектът за бюджет на общината и какво казват гражданите за него.', "A municipality's draft budget, and what citizens say to it."),
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
        draw(blockEditor.InspectorControls, { key: 'more' }, draw(PanelBody, { title }, fields)),
        draw(Placeholder, { key: 'what', icon: 'chart-bar', label: title }, [
          field(TextControl, 'url', say('Адрес на обсъждането', 'Address of the consultation'), { type: 'url', placeholder: `${window.glasnoBlock.server}/c/…` }),
          field(TextControl, 'text', say('Думи на връзката, за когото няма скриптове', 'Words of the link, for whoever has no script')),
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
