//! The sheet of the budget lines: every draft that ballots may name, the newest first.

use std::collections::BTreeSet;

use glasno_model::draft::{PastAmount, PastKind};
use glasno_model::{BudgetDraft, Discretion, GroupId, Language};
use glasno_words::Speak as _;
use glasno_words::server::Word;
use rust_xlsxwriter::{Format, Workbook};

use super::sheets::{Column, Sheets};
use crate::export::{ExportError, Frame};

/// The columns, one for each language that a line's name is written in.
pub(super) fn columns(frame: &Frame, money: &Format) -> Vec<Column> {
    let mut columns = vec![
        Column::new("draft_version", 12),
        Column::new("line", 16),
        Column::new("function", 40),
        Column::new("code", 10),
    ];
    columns.extend(languages(frame).iter().map(|language| Column::new(name_header(*language), 50)));
    columns.push(Column::new("who_decides", 28));
    columns.push(Column::money("amount", money));
    columns.push(Column::new("currency", 10));
    columns.push(Column::money("source_amount", money));
    columns.push(Column::new("source_currency", 10));
    columns.extend(["min", "max"].map(|header| Column::money(header, money)));
    columns.extend(pasts(frame).into_iter().map(|past| Column::money(past_header(past), money)));
    columns
}

/// The other years' figures that any line has, each a column.
pub(super) fn pasts(frame: &Frame) -> BTreeSet<(u16, PastKind)> {
    let lines = frame.drafts.iter().flat_map(|draft| &draft.lines);
    lines.flat_map(|line| line.history.get()).map(PastAmount::order).collect()
}

/// The header of another year's figures, as the import reads it: `reported_2024`.
pub(super) fn past_header((year, kind): (u16, PastKind)) -> String {
    format!("{}_{year}", kind.code())
}

/// The header of a name's column.
pub(super) fn name_header(language: Language) -> String {
    format!("name_{language}")
}

/// The languages that names are written in.
pub(super) fn languages(frame: &Frame) -> BTreeSet<Language> {
    let lines = frame.drafts.iter().flat_map(|draft| &draft.lines);
    lines.flat_map(|line| line.name.iter().map(|(language, _)| language)).collect()
}

/// Writes all lines.
pub(super) fn write(frame: &Frame, workbook: &mut Workbook, sheet: &mut Sheets) -> Result<(), ExportError> {
    let (languages, pasts) = (languages(frame), pasts(frame));
    for draft in frame.drafts.iter().rev() {
        for line in &draft.lines {
            sheet.next_row(workbook)?;
            sheet.number(f64::from(draft.version))?;
            sheet.text(line.id.as_str())?;
            sheet.text(&function(frame, draft, &line.group))?;
            sheet.text(&line.code)?;
            for language in &languages {
                let name = line.name.iter().find(|(written, _)| written == language);
                sheet.text(name.map_or("", |(_, name)| name))?;
            }
            sheet.text(who_decides(line.discretion).text(frame.language))?;
            sheet.money(Some(line.amount), draft.currency)?;
            sheet.text(draft.currency.code())?;
            sheet.money(line.source_amount, draft.source.currency)?;
            sheet.text(if line.source_amount.is_some() { draft.source.currency.code() } else { "" })?;
            sheet.money(line.min, draft.currency)?;
            sheet.money(line.max, draft.currency)?;
            for past in &pasts {
                let found = line.history.get().iter().find(|other| other.order() == *past);
                sheet.money(found.map(|past| past.amount), draft.currency)?;
            }
        }
    }
    Ok(())
}

/// The headings above a line from the top: `6 Околна среда / 60 Паркове`.
fn function(frame: &Frame, draft: &BudgetDraft, group: &GroupId) -> String {
    let mut path = Vec::new();
    let mut next = Some(group);
    // A draft's groups stand after their parents, so this ends.
    while let Some(group) = next.and_then(|id| draft.groups.iter().find(|group| group.id == *id)) {
        path.push(format!("{} {}", group.code, frame.read(&group.name)).trim().to_owned());
        next = group.parent.as_ref();
    }
    path.reverse();
    path.join(" / ")
}

const fn who_decides(discretion: Discretion) -> Word {
    match discretion {
        Discretion::StateDelegated => Word::ExportDecidesStateDelegated,
        Discretion::Local => Word::ExportDecidesLocal,
        Discretion::TopUp => Word::ExportDecidesTopUp,
        Discretion::Earmarked => Word::ExportDecidesEarmarked,
        Discretion::ContractBound => Word::ExportDecidesContractBound,
    }
}
