//! What holds for tallies of allocations: against whole vectors, over merges, withdrawals and saves.

use glasno_model::{Amount, BalanceRule, BallotDocument, BudgetDraft, BudgetLine, Discretion};
use proptest::prelude::*;

use super::*;

mod counting;
mod figures;
mod keeping;

const RULE: BalanceRule = BalanceRule::NoDeficit;

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

/// Lines with ids a, b, c …; movable where the council decides.
fn draft_of(version: u32, lines: &[(Discretion, i64)]) -> BudgetDraft {
    let ids = ('a'..='z').map(String::from);
    draft_with(version, ids.zip(lines.iter().copied()))
}

fn draft_with(version: u32, lines: impl Iterator<Item = (String, (Discretion, i64))>) -> BudgetDraft {
    let lines = lines.map(|(id, (discretion, minor))| {
        serde_json::json!({
            "id": id, "group": "all", "name": { "en": "Line" }, "discretion": discretion, "amount": minor,
        })
    });
    let draft = serde_json::json!({
        "version": version,
        "currency": "EUR",
        "source": { "file": "draft.csv", "currency": "EUR", "total": 0 },
        "groups": [{ "id": "all", "name": { "en": "All" } }],
        "lines": lines.collect::<Vec<_>>(),
    });
    serde_json::from_value(draft).unwrap()
}

/// Three lines that citizens may move, a delegated one and a refund.
fn draft() -> BudgetDraft {
    use Discretion::{Local, StateDelegated, TopUp};
    draft_of(1, &[(Local, 1000), (StateDelegated, 300), (TopUp, 0), (Local, 500), (Local, -50)])
}

fn ballot(allocation: &[(&str, i64)]) -> BallotDocument {
    let proposed = |(line, minor): &(&str, i64)| serde_json::json!({ "line": line, "amount": minor });
    let allocation: Vec<_> = allocation.iter().map(proposed).collect();
    let ballot = serde_json::json!({ "draft_version": 1, "language": "bg", "allocation": allocation });
    serde_json::from_value(ballot).unwrap()
}

fn tally_of<'a>(ballots: impl IntoIterator<Item = &'a BallotDocument>) -> AllocationTally {
    let mut tally = AllocationTally::new(&draft(), RULE);
    ballots.into_iter().for_each(|ballot| tally.add(ballot).unwrap());
    tally
}

/// A ballot that touches any of the movable lines, with amounts that meet often, in any order.
fn any_ballot() -> impl Strategy<Value = BallotDocument> {
    let proposed =
        |draft: i64| prop::option::of(prop_oneof![Just(draft), (0_i64..8).prop_map(|step| step * 200)]);
    (proposed(1000), prop::option::of(Just(300)), proposed(0), proposed(500), any::<bool>()).prop_map(
        |(a, b, c, d, turned)| {
            let named = [("a", a), ("b", b), ("c", c), ("d", d)].map(|(line, amount)| Some((line, amount?)));
            let mut allocation: Vec<(&str, i64)> = named.into_iter().flatten().collect();
            if turned {
                allocation.reverse();
            }
            ballot(&allocation)
        },
    )
}

fn any_ballots() -> impl Strategy<Value = Vec<BallotDocument>> {
    prop::collection::vec(any_ballot(), 0..30)
}
