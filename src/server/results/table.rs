//! The lines as a table: CSV for a spreadsheet.

use glasno_model::Language;
use glasno_tally::{
    Rational,
    allocation::Part,
    package::{Csv, decimal},
};

use super::view::{DraftResults, Footing, LineResults, Results};
use crate::export::defuse;

const HEADER: [&str; 30] = [
    "draft_version",
    "line_id",
    "line_name",
    "currency",
    "draft_amount",
    "n",
    "touched",
    "untouched",
    "kept",
    "more",
    "same",
    "less",
    "share_more",
    "wilson_low_more",
    "wilson_high_more",
    "share_same",
    "wilson_low_same",
    "wilson_high_same",
    "share_less",
    "wilson_low_less",
    "wilson_high_less",
    "mean_amount",
    "median_amount",
    "p25",
    "p75",
    "utilitarian_amount",
    "mean_weighted",
    "share_more_weighted",
    "wilson_low_more_weighted",
    "wilson_high_more_weighted",
];

/// One row a line of each version of the draft, the newest first. With a byte order mark, so that Excel knows the letters.
pub fn csv(results: &Results, language: Language) -> String {
    let mut csv = Csv::new(HEADER);
    for draft in &results.drafts {
        for line in &draft.lines {
            row(&mut csv, draft, line, language);
        }
    }
    format!("\u{feff}{}", csv.take())
}

fn row(csv: &mut Csv, results: &DraftResults, line: &LineResults, language: Language) {
    let (draft, all) = (&results.draft, &line.all);
    let minor_units = draft.currency.minor_units();
    let money = |minor: &Rational| decimal::of_minor(minor, minor_units);
    csv.cell(&draft.version.to_string());
    csv.cell(&defuse::csv_cell(all.line.as_str()));
    csv.cell(&defuse::csv_cell(draft.lines[line.place].name.get(language)));
    csv.cell(draft.currency.code());
    csv.cell(&decimal::of_amount(all.draft, minor_units));
    for count in [
        all.ballots,
        all.touched,
        all.untouched,
        all.kept,
        all.more.ballots,
        all.same.ballots,
        all.less.ballots,
    ] {
        csv.cell(&count.to_string());
    }
    for part in [all.more, all.same, all.less] {
        for cell in share(part) {
            csv.cell(&cell);
        }
    }
    for figure in [&all.mean, &all.median, &all.lower_quartile, &all.upper_quartile] {
        csv.cell(&money(figure));
    }
    csv.cell(&line.people.map_or_else(String::new, |people| decimal::of_amount(people, minor_units)));
    for cell in weighted(line, minor_units) {
        csv.cell(&cell);
    }
    csv.end_row();
}

/// The share with its interval; empty where there are too few ballots to tell it.
pub fn share(part: Part) -> [String; 3] {
    if Footing::of(part.of) == Footing::TooFew {
        return Default::default();
    }
    let share = decimal::rounded(&part.share(), decimal::SHARE_DECIMALS);
    [share, decimal::of_estimate(part.interval.low), decimal::of_estimate(part.interval.high)]
}

/// The weighted mean, and the weighted share of those who want more with its interval.
pub fn weighted(line: &LineResults, minor_units: i64) -> [String; 4] {
    let Some(weighted) = line.weighted else { return Default::default() };
    let mean = glasno_tally::Rational::from_float(weighted.mean);
    let mean = mean.map_or_else(String::new, |mean| decimal::of_minor(&mean, minor_units));
    if Footing::of(line.all.ballots) == Footing::TooFew {
        return [mean, String::new(), String::new(), String::new()];
    }
    let [share, low, high] =
        [weighted.more, weighted.interval.low, weighted.interval.high].map(decimal::of_estimate);
    [mean, share, low, high]
}
