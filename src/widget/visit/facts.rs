//! What does not change during a visit: the consultation, its draft, the language and its words.

use std::cell::Cell;

use glasno_model::draft::Outline;
use glasno_model::{
    Amount, BudgetDraft, BudgetLine, Consultation, ConsultationView, Discretion, Language, Stage,
};
use glasno_words::widget::Word;
use js_sys::Function;

use crate::browser::intl::Formats;

/// What does not change during a visit.
pub struct Facts {
    /// The consultation and its stage.
    pub consultation: Consultation,
    /// The stage that held when the page was opened.
    pub stage: Stage,
    /// The draft.
    pub draft: BudgetDraft,
    /// The draft as a tree.
    pub outline: Outline,
    /// The language of the visit.
    pub language: Language,
    /// The number formats of that language, in the draft's currency.
    pub formats: Formats,
    /// The same in the currency of the draft's source.
    pub source_formats: Formats,
    /// The server that the consultation is on: all of its addresses before the path.
    pub server: String,
    /// What hears what is told to the page around the widget: called with a name and a detail in JSON.
    pub hear: Function,
    /// The root that the widget stands in.
    pub root: web_sys::ShadowRoot,
    /// Which of the parts' styles are there already, one bit each.
    pub styles: Cell<u8>,
    /// The line that a link led to, until its own view is drawn.
    pub linked: Cell<Option<usize>>,
    words: Vec<String>,
}

impl Facts {
    /// Gathers what a visit is about.
    pub fn new(
        view: ConsultationView,
        draft: BudgetDraft,
        words: Vec<String>,
        language: Language,
        (server, hear): (String, Function),
        root: web_sys::ShadowRoot,
    ) -> Self {
        let ConsultationView { consultation, stage, .. } = view;
        let formats = Formats::new(language, draft.currency, &consultation.time_zone);
        let source_formats = Formats::new(language, draft.source.currency, &consultation.time_zone);
        Self {
            outline: Outline::of(&draft),
            consultation,
            stage,
            draft,
            language,
            formats,
            source_formats,
            server,
            hear,
            root,
            styles: Cell::new(0),
            linked: Cell::new(None),
            words,
        }
    }

    /// Takes the consultation and the draft as they are now.
    pub fn renew(&mut self, view: ConsultationView, draft: BudgetDraft) {
        let ConsultationView { consultation, stage, .. } = view;
        self.formats = Formats::new(self.language, draft.currency, &consultation.time_zone);
        self.source_formats = Formats::new(self.language, draft.source.currency, &consultation.time_zone);
        self.outline = Outline::of(&draft);
        self.linked.set(None);
        (self.consultation, self.stage, self.draft) = (consultation, stage, draft);
    }

    /// Goes on in another language.
    pub fn speak(&mut self, words: Vec<String>, language: Language) {
        let time_zone = &self.consultation.time_zone;
        self.formats = Formats::new(language, self.draft.currency, time_zone);
        self.source_formats = Formats::new(language, self.draft.source.currency, time_zone);
        (self.words, self.language) = (words, language);
    }

    /// May citizens move money?
    pub fn may_move(&self) -> bool {
        self.is_open() && self.consultation.ways.rebalance
    }

    /// May ballots be sent?
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// A line by its place.
    pub fn line(&self, position: usize) -> Option<&BudgetLine> {
        self.draft.lines.get(position)
    }

    /// A line's name in the language of the visit. One activity may stand on a local and on a top-up line; the name
    /// tells the two apart wherever it is said alone.
    pub fn line_name(&self, position: usize) -> String {
        let Some(line) = self.line(position) else { return String::new() };
        let name = line.name.get(self.language);
        match line.discretion {
            Discretion::TopUp => self.say(Word::TopUpName, &[("name", name)]),
            _ => name.to_owned(),
        }
    }

    /// An amount for each resident, where their number is known.
    pub fn per_resident(&self, amount: Amount) -> Option<String> {
        let heads = self.consultation.population.filter(|heads| *heads > 0)?;
        Some(self.say(Word::PerResident, &[("amount", &self.formats.per_head(amount, heads))]))
    }

    /// An amount for each resident and for each household, as far as their numbers are known.
    pub fn per_head(&self, amount: Amount) -> Vec<String> {
        let households =
            self.consultation.households.filter(|heads| *heads > 0).map(|heads| {
                self.say(Word::PerHousehold, &[("amount", &self.formats.per_head(amount, heads))])
            });
        self.per_resident(amount).into_iter().chain(households).collect()
    }

    /// A change of a line in what the officer measures it by: `+3 × „детска площадка“`.
    pub fn in_units(&self, line: &BudgetLine, change: Amount) -> Option<String> {
        let unit = line.unit.get().as_ref()?;
        let units = unit.in_units(change);
        let count = self.formats.units(units.tenths);
        let word = if units.is_exact { Word::Units } else { Word::UnitsAbout };
        (units.tenths != 0)
            .then(|| self.say(word, &[("count", &count), ("name", unit.name.get(self.language))]))
    }

    /// A sentence with its values.
    pub fn say(&self, word: Word, values: &[(&str, &str)]) -> String {
        glasno_words::fill(self.text(word), values)
    }

    /// A sentence in the form that a number asks for; the number stands in `{n}`.
    pub fn say_count(&self, word: Word, number: usize) -> String {
        let form = glasno_words::form(self.text(word), &self.formats.plural(number));
        glasno_words::fill(form, &[("n", &self.formats.count(number))])
    }

    fn text(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }
}
