//! How fast allocations are counted: ballots of a forty-line draft folded on one core, and what results cost.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where what it measures fails")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use glasno_model::{BalanceRule, BallotDocument, BudgetDraft, Channel};
use glasno_tally::allocation::{AllocationTally, Tallies, stability};
use glasno_tally::division::DivisionRule;
use glasno_tally::honesty::random::Stream;

const LINES: u64 = 40;
const BALLOTS: u64 = 20_000;
/// As many ballots as stay in the cache, where a server has a ballot that it has just read.
const FRESH: usize = 1_000;

fn draft() -> BudgetDraft {
    let line = |at: u64| {
        serde_json::json!({
            "id": format!("{}-local", 600 + at), "group": "all", "name": { "en": "Line" },
            "discretion": "local", "amount": draft_amount(at),
        })
    };
    let draft = serde_json::json!({
        "version": 1,
        "currency": "EUR",
        "source": { "file": "draft.csv", "currency": "EUR", "total": 0 },
        "groups": [{ "id": "all", "name": { "en": "All" } }],
        "lines": (0..LINES).map(line).collect::<Vec<_>>(),
    });
    serde_json::from_value(draft).unwrap()
}

/// From 300 000 to 50 000 000 cents.
const fn draft_amount(line: u64) -> u64 {
    300_000 + line * line * 31_000
}

/// Ballots that touch a line by this chance in a hundred. Half of the amounts are steps of five percent, as buttons and
/// sliders make them; the others are typed in whole thousands.
fn ballots(chance: u64) -> Vec<BallotDocument> {
    let mut stream = Stream::new("bench", "ballots");
    let mut ballot = || {
        let mut allocation = Vec::new();
        for line in 0..LINES {
            if stream.below(100) < chance {
                let amount = match stream.below(2) {
                    0 => draft_amount(line) / 100 * (50 + 5 * stream.below(21)),
                    _ => stream.below(2 * draft_amount(line) / 100_000) * 100_000,
                };
                allocation
                    .push(serde_json::json!({ "line": format!("{}-local", 600 + line), "amount": amount }));
            }
        }
        let ballot = serde_json::json!({ "draft_version": 1, "language": "bg", "allocation": allocation });
        serde_json::from_value(ballot).unwrap()
    };
    (0..BALLOTS).map(|_| ballot()).collect()
}

fn folded(ballots: &[BallotDocument]) -> AllocationTally {
    let mut tally = AllocationTally::new(&draft(), BalanceRule::NoDeficit);
    for ballot in ballots {
        tally.add(ballot).unwrap();
    }
    tally
}

fn fold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fold forty lines");
    group.throughput(Throughput::Elements(BALLOTS));
    for (name, chance) in [("all touched", 100), ("five touched", 12)] {
        let ballots = ballots(chance);
        let mut warm = folded(&ballots);
        group.bench_function(format!("{name}, just read"), |bencher| {
            bencher.iter(|| {
                for ballot in ballots.iter().take(FRESH).cycle().take(ballots.len()) {
                    warm.add(ballot).unwrap();
                }
            });
        });
        group.bench_function(format!("{name}, from memory"), |bencher| {
            bencher.iter(|| {
                for ballot in &ballots {
                    warm.add(ballot).unwrap();
                }
            });
        });
        group.bench_function(format!("{name}, from nothing"), |bencher| bencher.iter(|| folded(&ballots)));
    }
    let ballots = ballots(100);
    let mut tallies = Tallies::default();
    tallies.know(&draft(), BalanceRule::NoDeficit).unwrap();
    group.bench_function("all touched, by cell", |bencher| {
        bencher.iter(|| {
            for (ballot, channel) in ballots.iter().zip(Channel::ALL.into_iter().cycle()) {
                tallies.add(channel, ballot).unwrap();
            }
        });
    });
    group.finish();
}

fn results(criterion: &mut Criterion) {
    let tally = folded(&ballots(100));
    let mut group = criterion.benchmark_group("results of 20 000 ballots");
    group.sample_size(10);
    group.bench_function("figures", |bencher| bencher.iter(|| tally.results()));
    for rule in [DivisionRule::Utilitarian, DivisionRule::IndependentMarkets] {
        group.bench_function(rule.code(), |bencher| {
            bencher.iter(|| tally.common_allocation(rule).unwrap());
        });
    }
    group.bench_function("stability", |bencher| {
        bencher.iter(|| tally.stability("bench", stability::REPLICATES));
    });
    group.bench_function("merge", |bencher| {
        bencher.iter_batched(
            || tally.clone(),
            |mut other| other.merge(&tally).unwrap(),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, fold, results);
criterion_main!(benches);
