//! Spending: the functions at a glance, then every line under its function.

use glasno_model::{
    Amount, BalanceRule, BudgetLine, Discretion,
    draft::{Outline, PastAmount, PastKind},
};
use glasno_words::{Speak as _, server::Word as Plain, widget::Word};
use maud::{Markup, html};

use super::{Form, Sheet};
use crate::http::{plain::filled::field, written};

/// The section; nothing where the draft has no lines.
pub fn spending(sheet: &Sheet<'_>) -> Markup {
    let outline = Outline::of(sheet.draft);
    html! {
        @if !sheet.draft.lines.is_empty() {
            section #section-spending {
                h3 { (sheet.word(Word::Spending)) }
                @if sheet.has_fields && sheet.consultation.ways.rebalance {
                    p.hint {
                        (sheet.plain(Plain::PlainHint))
                        @if let BalanceRule::Deviation { at_most } = sheet.consultation.balance_rule {
                            " " (Word::DeviationLimit.say(sheet.language, &[("amount", &sheet.money(at_most))]))
                        }
                    }
                }
                (sheet.told("section-spending"))
                (overview(sheet, &outline, Form::default()))
                @for group in &outline.top { (function(sheet, &outline, *group)) }
            }
        }
    }
}

/// The functions at a glance, and a link to all the rest.
pub fn at_a_glance(sheet: &Sheet<'_>, form: Form<'_>) -> Markup {
    html! {
        section {
            h3 { (sheet.word(Word::Spending)) }
            (overview(sheet, &Outline::of(sheet.draft), form))
            p { a href=(form.address) target=[form.target] { (sheet.plain(Plain::PlainAllLines)) } }
        }
    }
}

/// The functions, each with a link to its lines on a page.
fn overview(sheet: &Sheet<'_>, outline: &Outline, form: Form<'_>) -> Markup {
    let total = sheet.draft.total();
    html! {
        table.overview {
            caption.unseen { (sheet.plain(Plain::PlainOverview)) }
            thead {
                tr {
                    th scope="col" { (sheet.plain(Plain::PlainFunction)) }
                    th.sum scope="col" { (sheet.plain(Plain::PlainAmount)) }
                    th.sum scope="col" { (sheet.plain(Plain::PlainShare)) }
                }
            }
            tbody {
                @for group in &outline.top {
                    @let amount = outline.branches[*group].total;
                    tr {
                        th scope="row" { a href={ (form.address) "#group-" (group) } target=[form.target] { (sheet.text(&sheet.draft.groups[*group].name)) } }
                        td.sum { (sheet.money(amount)) }
                        td.sum { (sheet.share(amount, total)) }
                    }
                }
            }
            tfoot {
                tr {
                    th scope="row" { (sheet.plain(Plain::PlainTotal)) }
                    td.sum { (sheet.money(total)) }
                    td {}
                }
            }
        }
    }
}

fn function(sheet: &Sheet<'_>, outline: &Outline, group: usize) -> Markup {
    let branch = &outline.branches[group];
    html! {
        div.function id={ "group-" (group) } {
            table.lines {
                caption {
                    span.name { (sheet.text(&sheet.draft.groups[group].name)) }
                    span.sum { (sheet.money(branch.total)) }
                    @if let Some(each) = sheet.per_resident(branch.total) { span.quiet { (each) } }
                }
                (rows(sheet, outline, group))
            }
        }
    }
}

/// The lines of a group, then those of the groups in it.
fn rows(sheet: &Sheet<'_>, outline: &Outline, group: usize) -> Markup {
    let branch = &outline.branches[group];
    html! {
        @if !branch.lines.is_empty() {
            tbody { @for line in &branch.lines { (row(sheet, &sheet.draft.lines[*line])) } }
        }
        @for inner in &branch.groups {
            tbody {
                tr.heading {
                    th scope="rowgroup" { (sheet.text(&sheet.draft.groups[*inner].name)) }
                    td.sum { (sheet.money(outline.branches[*inner].total)) }
                }
            }
            (rows(sheet, outline, *inner))
        }
    }
}

fn row(sheet: &Sheet<'_>, line: &BudgetLine) -> Markup {
    let movable = line.is_movable() && sheet.consultation.ways.rebalance;
    html! {
        tr {
            th scope="row" {
                span.name { (name(sheet, line)) }
                span.quiet {
                    @if !line.code.is_empty() { (line.code) " · " }
                    (Word::Decides.say(sheet.language, &[("who", sheet.word(decider(line.discretion)))]))
                }
                @if !line.description.is_empty() { p.about { (sheet.text(&line.description)) } }
                @if movable { (bounds(sheet, line)) }
                (details(sheet, line))
            }
            td.sum {
                span { (sheet.money(line.amount)) }
                @if let Some(each) = sheet.per_resident(line.amount) { span.quiet { (each) } }
                @if movable && sheet.has_fields { (own_amount(sheet, line)) }
            }
        }
    }
}

pub fn name(sheet: &Sheet<'_>, line: &BudgetLine) -> Markup {
    if line.discretion == Discretion::TopUp {
        let name = sheet.bare(&line.name);
        html! { (Word::TopUpName.say(sheet.language, &[("name", name)])) }
    } else {
        sheet.text(&line.name)
    }
}

/// Who decides, in a word.
const fn decider(discretion: Discretion) -> Word {
    match discretion {
        Discretion::StateDelegated => Word::StateDelegated,
        Discretion::Local => Word::Local,
        Discretion::TopUp => Word::TopUp,
        Discretion::Earmarked => Word::Earmarked,
        Discretion::ContractBound => Word::ContractBound,
    }
}

fn bounds(sheet: &Sheet<'_>, line: &BudgetLine) -> Markup {
    let bound = |word: Word, amount: Option<Amount>| {
        amount.map(|amount| word.say(sheet.language, &[("amount", &sheet.money(amount))]))
    };
    let bounds = [bound(Word::AtLeast, line.min), bound(Word::AtMost, line.max)];
    html! {
        @if line.min.is_some() || line.max.is_some() {
            p.about id={ "bounds-" (line.id) } {
                @for bound in bounds.into_iter().flatten() { (bound) ". " }
                (sheet.text(&line.bounds_reason))
            }
        }
    }
}

fn own_amount(sheet: &Sheet<'_>, line: &BudgetLine) -> Markup {
    let field = field("amount", line.id.as_str());
    let has_bounds = line.min.is_some() || line.max.is_some();
    let bounds = has_bounds.then(|| format!("bounds-{}", line.id));
    // Without the sign of the currency, as most people type it, and as it fits the field.
    let drafted = sheet.money(line.amount).replace(['€', '\u{a0}'], " ");
    html! {
        label.yours for=(field) {
            (sheet.plain(Plain::PlainYours))
            span.unseen { " " (Plain::PlainYoursFor.say(sheet.language, &[("line", sheet.bare(&line.name))])) }
        }
        (sheet.number(&field, drafted.trim(), bounds.as_deref()))
    }
}

/// What few want to read or to say, behind one press; open where something was said.
fn details(sheet: &Sheet<'_>, line: &BudgetLine) -> Markup {
    let (comment, clear) = (field("comment", line.id.as_str()), field("clear", line.id.as_str()));
    let comments = sheet.has_fields && sheet.consultation.ways.comments;
    let clarity = sheet.has_fields && sheet.consultation.ways.clarity;
    let used = [&comment, &clear];
    let is_open =
        used.iter().any(|field| !sheet.filled.first(field).is_empty() || sheet.wrong(field).is_some());
    let (history, consequences) = (line.history.get(), line.consequences.get());
    let explained = !line.decided_by.is_empty();
    html! {
        @if comments || clarity || explained || !history.is_empty() || !consequences.is_empty() {
            details open[is_open] {
                summary {
                    (sheet.word(if comments { Word::Comment } else { Word::Details }))
                    span.unseen { ": " (sheet.bare(&line.name)) }
                }
                @if explained { p.about { (sheet.text(&line.decided_by)) } }
                @if !consequences.is_empty() {
                    ul {
                        @for consequence in consequences {
                            li { (signed(consequence.percent)) "\u{a0}%: " (sheet.text(&consequence.text)) }
                        }
                    }
                }
                (past(sheet, history))
                @if clarity { (clarity_of(sheet, &clear)) }
                @if comments {
                    label for=(comment) { (sheet.word(Word::CommentWhy)) }
                    (sheet.area(&comment, 3))
                }
            }
        }
    }
}

fn signed(percent: i16) -> String {
    if percent < 0 { format!("−{}", percent.unsigned_abs()) } else { format!("+{percent}") }
}

/// The years before, as one table inside a line.
pub fn past(sheet: &Sheet<'_>, history: &[PastAmount]) -> Markup {
    html! {
        @if !history.is_empty() {
            table.past {
                caption { (sheet.word(Word::OverYears)) }
                @for past in history {
                    tr {
                        th scope="row" { (past.year) ", " (sheet.word(kind(past.kind))) }
                        td.sum {
                            (sheet.money(past.amount))
                            @if let Some((amount, currency)) = past.source_amount.zip(past.source_currency) {
                                span.quiet { (written::amount(amount, currency, sheet.language)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn kind(kind: PastKind) -> Word {
    match kind {
        PastKind::Adopted => Word::PastAdopted,
        PastKind::Revised => Word::PastRevised,
        PastKind::Reported => Word::PastReported,
    }
}

fn clarity_of(sheet: &Sheet<'_>, field: &str) -> Markup {
    let choice = |value: &str, words: &str| sheet.choice("radio", field, value, &html! { (words) });
    html! {
        fieldset id=(field) {
            legend { (sheet.plain(Plain::PlainClear)) }
            (choice("yes", sheet.plain(Plain::PlainClearYes)))
            (choice("no", sheet.plain(Plain::PlainClearNo)))
            (choice("", sheet.word(Word::RatherNotSay)))
            (sheet.told(field))
        }
    }
}
