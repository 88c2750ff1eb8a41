//! The results for a program: money as decimals in units of the currency, shares as decimals from 0 to 1.

use glasno_tally::{
    Rational,
    allocation::{LineResult, Part},
    honesty::raking::{Collapse, RakingError},
    package::decimal,
};
use serde_json::{Value, json};

use super::{
    table,
    view::{Category, Division, DraftResults, LineResults, Results, Weighted},
};

/// All of it. What is hidden or not known is null.
pub fn value(results: &Results) -> Value {
    json!({
        "ballots": results.ballots,
        "channels": sizes(&results.channels),
        "drafts": results.drafts.iter().map(draft).collect::<Vec<_>>(),
    })
}

fn draft(results: &DraftResults) -> Value {
    let draft = &results.draft;
    json!({
        "version": draft.version,
        "currency": draft.currency,
        "ballots": results.ballots,
        "without_amounts": results.silent,
        "lines": results.lines.iter().map(|it| line(it, results)).collect::<Vec<_>>(),
        "breakdowns": results.divisions.iter().map(|division| json!({
            "by": division.dimension,
            "categories": sizes(&division.categories),
        })).collect::<Vec<_>>(),
        "weighting": results.weighted.as_ref().map(weighting),
    })
}

fn line(line: &LineResults, results: &DraftResults) -> Value {
    let minor_units = results.draft.currency.minor_units();
    let mut value = figures(&line.all, minor_units);
    let people = line.people.map(|people| decimal::of_amount(people, minor_units));
    let breakdowns: Vec<Value> = results
        .divisions
        .iter()
        .zip(&line.divided)
        .map(|(by, parts)| breakdown(by, parts, minor_units))
        .collect();
    value["line"] = json!(line.all.line);
    value["draft"] = json!(decimal::of_amount(line.all.draft, minor_units));
    value["peoples_budget"] = json!(people);
    value["breakdowns"] = json!(breakdowns);
    if line.weighted.is_some() {
        let [mean, more, low, high] = table::weighted(line, minor_units).map(told);
        value["weighted"] = json!({ "mean": mean, "more": { "share": more, "low": low, "high": high } });
    }
    value
}

fn figures(figures: &LineResult, minor_units: i64) -> Value {
    let money = |minor: &Rational| decimal::of_minor(minor, minor_units);
    json!({
        "ballots": figures.ballots,
        "touched": figures.touched,
        "untouched": figures.untouched,
        "kept": figures.kept,
        "more": share(figures.more),
        "same": share(figures.same),
        "less": share(figures.less),
        "mean": money(&figures.mean),
        "median": money(&figures.median),
        "lower_quartile": money(&figures.lower_quartile),
        "upper_quartile": money(&figures.upper_quartile),
        "classes": figures.classes,
    })
}

fn share(part: Part) -> Value {
    let [share, low, high] = table::share(part).map(told);
    json!({ "ballots": part.ballots, "share": share, "low": low, "high": high })
}

fn breakdown(division: &Division, parts: &[Option<LineResult>], minor_units: i64) -> Value {
    let category = |((name, _), part): (&(Category, Option<u64>), &Option<LineResult>)| json!({ "category": category(name), "figures": part.as_ref().map(|part| figures(part, minor_units)) });
    let categories: Vec<Value> = division.categories.iter().zip(parts).map(category).collect();
    json!({ "by": division.dimension, "categories": categories })
}

fn sizes(categories: &[(Category, Option<u64>)]) -> Vec<Value> {
    let size =
        |(name, ballots): &(Category, Option<u64>)| json!({ "category": category(name), "ballots": ballots });
    categories.iter().map(size).collect()
}

/// Null stands for those who did not say.
fn category(category: &Category) -> Value {
    match category {
        Category::Said(said) => json!(said),
        Category::NotSaid => Value::Null,
    }
}

fn weighting(weighted: &Result<Weighted, RakingError>) -> Value {
    let report = match weighted {
        Ok(weighted) => &weighted.report,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let joined = |collapse: &Collapse| json!({ "by": collapse.margin, "together": collapse.together, "left_out": collapse.left_out });
    json!({
        "effective_ballots": decimal::of_estimate(report.effective_voters),
        "design_effect": decimal::of_estimate(report.design_effect),
        "cap": decimal::of_estimate(report.cap),
        "trimmed_ballots": report.trimmed_voters,
        "converged": report.converged,
        "largest_gap": decimal::of_estimate(report.largest_gap),
        "too_small": report.collapsed.iter().map(joined).collect::<Vec<_>>(),
    })
}

/// Null in place of an empty cell.
fn told(cell: String) -> Option<String> {
    (!cell.is_empty()).then_some(cell)
}
