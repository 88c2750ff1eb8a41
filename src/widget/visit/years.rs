//! What the draft's spending was in other years, by the headings at its top.

use glasno_model::draft::{Outline, PastAmount, PastKind};
use glasno_model::{Amount, BudgetDraft, Currency};

/// So many years stand beside the draft at most: more do not fit beside each other on a page.
const MOST: usize = 4;

/// One year as it stands beside the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// What stood under each heading at the top, in the outline's order; nothing where no line of it is known.
    pub groups: Vec<Option<Amount>>,
    /// All of it together: which year and figure it is, and what it was in the currency of that year.
    pub whole: PastAmount,
}

/// The years that at least half of the lines have, the earliest first: what stands beside the draft must be of most of
/// it.
pub fn years(draft: &BudgetDraft, outline: &Outline) -> Vec<Year> {
    let mut counts: Vec<((u16, PastKind), usize)> = Vec::new();
    for past in draft.lines.iter().flat_map(|line| line.history.get()) {
        if draft.fiscal_year.is_some_and(|this| past.year >= this) {
            continue;
        }
        match counts.iter_mut().find(|(order, _)| *order == past.order()) {
            Some((_, count)) => *count += 1,
            None => counts.push((past.order(), 1)),
        }
    }
    counts.retain(|(_, count)| 2 * count >= draft.lines.len());
    let mut years = Vec::new();
    while let Some(latest) = counts.iter().map(|(order, _)| *order).max().filter(|_| years.len() < MOST) {
        counts.retain(|(order, _)| *order != latest);
        years.insert(0, sum(draft, outline, latest));
    }
    years
}

fn sum(draft: &BudgetDraft, outline: &Outline, (year, kind): (u16, PastKind)) -> Year {
    let mut groups = vec![None; outline.top.len()];
    let (mut whole, mut source) = (Amount::ZERO, Some((Amount::ZERO, None::<Currency>)));
    for (line, group) in draft.lines.iter().zip(&outline.group_of_line) {
        let Some(past) = line.history.get().iter().find(|past| past.order() == (year, kind)) else {
            continue;
        };
        let add = |sum: Amount, amount: Amount| sum.checked_add(amount).unwrap_or(Amount::MAX);
        let top = outline.with_ancestors(*group).last();
        if let Some(at) = outline.top.iter().position(|other| Some(*other) == top) {
            groups[at] = Some(add(groups[at].unwrap_or_default(), past.amount));
        }
        whole = add(whole, past.amount);
        // Only what was one currency throughout has a sum in it.
        source = match (source, past.source_amount.zip(past.source_currency)) {
            (Some((sum, known)), Some((amount, currency))) if known.is_none_or(|known| known == currency) => {
                Some((add(sum, amount), Some(currency)))
            }
            _ => None,
        };
    }
    let source = source.and_then(|(amount, currency)| Some((amount, currency?)));
    let whole = PastAmount {
        year,
        kind,
        amount: whole,
        source_amount: source.map(|(amount, _)| amount),
        source_currency: source.map(|(_, currency)| currency),
    };
    Year { groups, whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn draft(histories: &[Value]) -> BudgetDraft {
        let lines = histories.iter().enumerate().map(|(at, history)| {
            json!({ "id": format!("l{at}"), "group": if at == 0 { "6" } else { "3-1" }, "name": { "bg": "Перо" },
                "discretion": "local", "amount": 1000, "history": history })
        });
        serde_json::from_value(json!({
            "version": 1, "currency": "EUR", "fiscal_year": 2027,
            "source": { "file": "draft.csv", "currency": "EUR", "total": 1000 * histories.len() },
            "groups": [
                { "id": "6", "name": { "bg": "Среда" } }, { "id": "3", "name": { "bg": "Образование" } },
                { "id": "3-1", "parent": "3", "name": { "bg": "Училища" } },
            ],
            "lines": lines.collect::<Vec<_>>(),
        }))
        .unwrap()
    }

    fn of(draft: &BudgetDraft) -> Vec<Year> {
        years(draft, &Outline::of(draft))
    }

    fn past(year: u16, kind: &str, amount: i64) -> Value {
        json!({ "year": year, "kind": kind, "amount": amount })
    }

    #[test]
    fn a_year_stands_beside_the_draft_where_most_lines_have_it() {
        let draft = draft(&[
            json!([past(2025, "adopted", 700), past(2026, "adopted", 800), past(2026, "revised", 850)]),
            json!([past(2026, "adopted", 100), past(2026, "revised", 90)]),
            json!([past(2026, "adopted", 30)]),
        ]);
        let found: Vec<_> = of(&draft).into_iter().map(|year| (year.whole.order(), year.groups)).collect();
        let amount = |minor| Some(Amount::from_minor(minor).unwrap());
        assert_eq!(
            found,
            [
                ((2026, PastKind::Adopted), vec![amount(800), amount(130)]),
                ((2026, PastKind::Revised), vec![amount(850), amount(90)]),
            ],
            "one line of three is too few for 2025"
        );
    }

    #[test]
    fn leva_of_another_year_are_summed_as_leva_too() {
        let leva = |amount: i64, source: i64| json!([{ "year": 2025, "kind": "reported", "amount": amount, "source_amount": source, "source_currency": "BGN" }]);
        let whole = |histories: &[Value]| of(&draft(histories)).remove(0).whole;
        let both = whole(&[leva(51, 100), leva(102, 200)]);
        assert_eq!((both.amount.minor(), both.source_amount.map(Amount::minor)), (153, Some(300)));
        assert_eq!(both.source_currency, Some(Currency::BGN));
        let mixed = whole(&[leva(51, 100), json!([past(2025, "reported", 7)])]);
        assert_eq!((mixed.amount.minor(), mixed.source_amount, mixed.source_currency), (58, None, None));
    }

    #[test]
    fn the_latest_four_years_stand_there_and_the_draft_s_own_does_not() {
        let history: Vec<Value> = (2020..=2027).map(|year| past(year, "adopted", 1)).collect();
        let years: Vec<u16> = of(&draft(&[json!(history)])).iter().map(|year| year.whole.year).collect();
        assert_eq!(years, [2023, 2024, 2025, 2026]);
        assert!(of(&draft(&[json!([])])).is_empty());
    }
}
