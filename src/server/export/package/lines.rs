//! `lines.csv`: every line of every version of the draft.

use glasno_model::{Amount, BudgetDraft, BudgetLine, GroupId, Language, Text};
use glasno_tally::package::{Csv, Table, decimal, tables};

use crate::export::{Frame, defuse};

/// The table, its names in the consultation's languages and in whatever others there are.
pub(super) fn table(frame: &Frame) -> (Table, Vec<Language>) {
    let mut languages = frame.consultation.languages.clone();
    let names = frame.drafts.iter().flat_map(|draft| {
        draft.lines.iter().map(|line| &line.name).chain(draft.groups.iter().map(|group| &group.name))
    });
    for (language, _) in names.flat_map(Text::iter) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    (tables::lines(&languages), languages)
}

/// Writes the table.
pub(super) fn write(frame: &Frame, table: &Table, languages: &[Language]) -> String {
    let mut rows = Rows { csv: Csv::new(table.header()), languages };
    for draft in &frame.drafts {
        for line in &draft.lines {
            rows.line(draft, line);
        }
    }
    rows.csv.take()
}

struct Rows<'a> {
    csv: Csv,
    languages: &'a [Language],
}

impl Rows<'_> {
    fn line(&mut self, draft: &BudgetDraft, line: &BudgetLine) {
        let minor_units = draft.currency.minor_units();
        let money = |amount: Option<Amount>, minor_units| {
            amount.map_or_else(String::new, |amount| decimal::of_amount(amount, minor_units))
        };
        let group = draft.groups.iter().find(|group| group.id == line.group);
        self.csv.cell(&draft.version.to_string());
        self.text(line.id.as_str());
        self.text(&path(draft, &line.group));
        self.text(line.group.as_str());
        self.text(group.map_or("", |group| &group.code));
        self.names(group.map(|group| &group.name));
        self.text(&line.code);
        self.names(Some(&line.name));
        self.csv.cell(line.discretion.code());
        self.csv.cell(if line.is_movable() { "true" } else { "false" });
        self.csv.cell(&money(Some(line.amount), minor_units));
        self.csv.cell(draft.currency.code());
        self.csv.cell(&money(line.min, minor_units));
        self.csv.cell(&money(line.max, minor_units));
        let source = draft.source.currency;
        self.csv.cell(&money(line.source_amount, source.minor_units()));
        self.csv.cell(if line.source_amount.is_some() { source.code() } else { "" });
        self.csv.cell(&draft.fiscal_year.map_or_else(String::new, |year| year.to_string()));
        self.csv.end_row();
    }

    /// A text that somebody wrote.
    fn text(&mut self, text: &str) {
        self.csv.cell(&defuse::csv_cell(text));
    }

    fn names(&mut self, name: Option<&Text>) {
        for language in self.languages {
            let written = name.and_then(|name| name.iter().find(|(other, _)| other == language));
            self.text(written.map_or("", |(_, text)| text));
        }
    }
}

/// The ids of the headings above a line from the top: `6/60`. No id holds the stroke.
fn path(draft: &BudgetDraft, group: &GroupId) -> String {
    let mut path = Vec::new();
    let mut next = Some(group);
    // A draft's groups stand after their parents, so this ends.
    while let Some(group) = next.and_then(|id| draft.groups.iter().find(|group| group.id == *id)) {
        path.push(group.id.as_str());
        next = group.parent.as_ref();
    }
    path.reverse();
    path.join("/")
}
