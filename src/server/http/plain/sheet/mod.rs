//! The page as HTML: the draft in tables, with a field beside everything that can be said.
//!
//! Nothing is hidden that script would have to bring back; what few want to read stands behind a `details` element.
//! Where ballots are not taken the same page has no fields.

use std::collections::BTreeMap;

use glasno_model::{Amount, BudgetDraft, Consultation, Text};
use glasno_words::{Language, Speak as _, server::Word, widget};
use maud::{Markup, html};

use super::{
    act::{ACT, Act, LABEL, SECOND, VERSION},
    filled::Filled,
    mistake::Mistake,
    refused::Becomes,
    rendering,
};
use crate::http::{language::of_texts, written};

mod closing;
mod organisation;
mod pot;
mod projects;
mod published;
mod questions;
mod revenue;
mod said;
mod spending;

/// What is drawn.
pub struct Sheet<'a> {
    consultation: &'a Consultation,
    draft: &'a BudgetDraft,
    language: Language,
    filled: &'a Filled,
    /// The first sentence for each field.
    wrong: BTreeMap<&'a str, &'a str>,
    mistakes: &'a [Mistake],
    /// Are there fields?
    has_fields: bool,
}

/// The form's own id, for a button that stands outside of it.
pub const FORM: &str = "proposal";

/// So many lines are drawn beside a widget that is on its way.
const FEW: usize = 400;

/// Where all lines stand with their fields; by itself the page that is drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<'a> {
    /// The address.
    pub address: &'a str,
    /// Where it opens, if not in the place of this page.
    pub target: Option<&'a str>,
}

/// The form around the sheet.
pub struct Around<'a> {
    /// Where it is posted to.
    pub action: &'a str,
    /// What it becomes when it is sent.
    pub becomes: &'a Becomes,
    /// May it be sent?
    pub can_send: bool,
}

impl<'a> Sheet<'a> {
    /// A sheet; with fields where somebody may fill them in, or has.
    pub fn new(
        consultation: &'a Consultation,
        draft: &'a BudgetDraft,
        language: Language,
        filled: &'a Filled,
        mistakes: &'a [Mistake],
        has_fields: bool,
    ) -> Self {
        let mut wrong = BTreeMap::new();
        for mistake in mistakes {
            wrong.entry(mistake.field.as_str()).or_insert(mistake.sentence.as_str());
        }
        Self { consultation, draft, language, filled, wrong, mistakes, has_fields }
    }

    fn money(&self, amount: Amount) -> String {
        written::amount(amount, self.draft.currency, self.language)
    }

    /// `12,5 %` of the whole.
    fn share(&self, part: Amount, whole: Amount) -> String {
        let thousandths = if whole.is_zero() { None } else { part.times_ratio(1000, whole.minor()) };
        let thousandths = thousandths.map_or(0, Amount::minor);
        let point = if self.language == Language::Bg { ',' } else { '.' };
        let sign = if thousandths < 0 { "−" } else { "" };
        let magnitude = thousandths.unsigned_abs();
        format!("{sign}{}{point}{}\u{a0}%", magnitude / 10, magnitude % 10)
    }

    fn per_resident(&self, amount: Amount) -> Option<String> {
        let population = self.consultation.population.filter(|population| *population > 0)?;
        let each = self.money(amount.times_ratio(1, population.into())?);
        Some(widget::Word::PerResident.say(self.language, &[("amount", &each)]))
    }

    fn word(&self, word: widget::Word) -> &'static str {
        word.text(self.language)
    }

    fn plain(&self, word: Word) -> &'static str {
        word.text(self.language)
    }

    /// A text of the municipality, marked where it is in another language than the page.
    fn text(&self, text: &Text) -> Markup {
        let page = of_texts(self.language);
        html! {
            @if let Some((spoken, words)) = text.in_language(page) {
                @if spoken == page { (words) } @else { span lang=(spoken.tag()) { (words) } }
            }
        }
    }

    /// The same without the mark, where only text can stand.
    fn bare<'t>(&self, text: &'t Text) -> &'t str {
        text.get(of_texts(self.language))
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.wrong.get(field).copied()
    }

    /// The sentence beside a field.
    fn told(&self, field: &str) -> Markup {
        html! { @if let Some(sentence) = self.wrong(field) { p.wrong id={ "wrong-" (field) } { (sentence) } } }
    }

    /// What describes a field: the sentence about it, and a hint where there is one.
    fn described(&self, field: &str, hint: Option<&str>) -> Option<String> {
        let told = self.wrong(field).map(|_| format!("wrong-{field}"));
        let both = [told.as_deref(), hint].into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!both.is_empty()).then_some(both)
    }

    /// A short field for a number.
    fn number(&self, field: &str, placeholder: &str, hint: Option<&str>) -> Markup {
        let value = self.filled.first(field);
        html! {
            input.number id=(field) name=(field) type="text" inputmode="decimal" autocomplete="off"
                placeholder=[(!placeholder.is_empty()).then_some(placeholder)]
                value=[(!value.is_empty()).then_some(value)]
                aria-invalid=[self.wrong(field).map(|_| "true")] aria-describedby=[self.described(field, hint)];
            (self.told(field))
        }
    }

    /// A field for some lines of text, under its label.
    fn area(&self, field: &str, rows: u8) -> Markup {
        html! {
            // The first line break after the tag is not part of the text.
            textarea id=(field) name=(field) rows=(rows) aria-invalid=[self.wrong(field).map(|_| "true")]
                aria-describedby=[self.described(field, None)] { "\n" (self.filled.first(field)) }
            (self.told(field))
        }
    }

    /// A round button or a box with its words.
    fn choice(&self, kind: &str, field: &str, value: &str, words: &Markup) -> Markup {
        let chosen = self.filled.all(field);
        let checked = chosen.iter().any(|known| known == value) || (chosen.is_empty() && value.is_empty());
        html! { label.choice { input type=(kind) name=(field) value=(value) checked[checked]; span { (words) } } }
    }
}

/// The whole: what is wrong, the draft, the ways to take part, the button.
pub fn whole(sheet: &Sheet<'_>, around: Option<&Around<'_>>) -> Markup {
    let inside = html! {
        (spending::spending(sheet))
        (revenue::revenue(sheet))
        (pot::pot(sheet))
        (projects::projects(sheet))
        (questions::questions(sheet))
    };
    html! {
        (opening(sheet))
        @if let Some(around @ Around { action, becomes, .. }) = around {
            @let rendering = becomes.rendering();
            form.plain id=(FORM) method="post" action=(action) novalidate {
                // A browser that fills in what stood here before a reload would make two citizens one.
                input type="hidden" name=(rendering::ID) value=(rendering.id) autocomplete="off";
                input type="hidden" name=(rendering::CODE) value=(rendering.code.reveal()) autocomplete="off";
                input type="hidden" name="draft_version" value=(sheet.draft.version) autocomplete="off";
                @let label = sheet.filled.first(LABEL);
                @if !label.is_empty() { input type="hidden" name=(LABEL) value=(label) autocomplete="off"; }
                @if matches!(becomes, Becomes::Second(_)) {
                    input type="hidden" name=(SECOND) value="yes" autocomplete="off";
                }
                @if let Some(version) = becomes.replaces() {
                    input type="hidden" name=(ACT) value=(Act::Change.code()) autocomplete="off";
                    input type="hidden" name=(VERSION) value=(version) autocomplete="off";
                }
                (inside)
                (closing::closing(sheet, around))
            }
        } @else {
            div.plain { (inside) }
        }
    }
}

/// The same beside the widget: of a large draft the functions at a glance, with links to the form.
pub fn beside_the_widget(sheet: &Sheet<'_>, around: Option<&Around<'_>>, form: Form<'_>) -> Markup {
    if !is_large(sheet.draft) {
        return whole(sheet, around);
    }
    html! {
        div.plain {
            (opening(sheet))
            (spending::at_a_glance(sheet, form))
        }
    }
}

/// Does it hold up a widget that is on its way? Thousands of lines with their fields do, and nobody looks at them then.
pub fn is_large(draft: &BudgetDraft) -> bool {
    draft.lines.len() > FEW
}

/// Of the whole, how much the council decides.
fn opening(sheet: &Sheet<'_>) -> Markup {
    let (total, open) = (sheet.draft.total(), sheet.draft.movable_total());
    let values = [("open", sheet.money(open)), ("total", sheet.money(total))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    html! {
        @if !sheet.draft.lines.is_empty() {
            p.decided { (widget::Word::CouncilDecides.say(sheet.language, &values)) }
            p { (sheet.word(widget::Word::TheRest)) }
        }
    }
}

impl Sheet<'_> {
    /// What could not be accepted, each thing with a link to its field.
    pub fn summary(&self) -> Markup {
        html! {
            ul {
                @for mistake in self.mistakes {
                    li { a href={ "#" (mistake.field) } { (self.label(&mistake.field)) (mistake.sentence) } }
                }
            }
        }
    }

    /// What a field is about, for those who read of it far away from it.
    fn label(&self, field: &str) -> String {
        let (kind, id) = field.split_once('.').unwrap_or((field, ""));
        let name = match kind {
            "amount" | "comment" | "clear" => {
                let line = id.parse().ok().and_then(|id| self.draft.line(&id));
                line.map(|line| self.bare(&line.name))
            }
            "lever" => {
                let line = self.draft.revenue.get().iter().find(|line| line.id.as_str() == id);
                line.map(|line| self.bare(&line.name))
            }
            "pot" => {
                let area = self.draft.pot_areas().find(|area| area.id.as_str() == id);
                area.map(|area| self.bare(&area.name))
            }
            "project" => {
                let project = self.draft.projects.get().iter().find(|project| project.id.as_str() == id);
                project.map(|project| self.bare(&project.name))
            }
            "answer" => {
                let questions = self.consultation.ways.questions.get();
                let question = questions.iter().find(|question| question.id.as_str() == id);
                question.map(|question| self.bare(&question.text))
            }
            _ => None,
        };
        name.map_or_else(String::new, |name| format!("{name}: "))
    }
}
