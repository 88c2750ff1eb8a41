//! A large election: reading it, and every rule.
//!
//! `GLASNO_BENCH_ELECTION=FILE cargo bench -p glasno-tally --bench rules` also writes it down, for other programs.

mod generated;

use criterion::{Criterion, criterion_group, criterion_main};
use glasno_tally::{Rule, TieOrder, pabulib, project};

/// Every rule for approval ballots. Those with growing budgets run equal shares hundreds of times.
const RULES: [&str; 12] = [
    "city_greedy",
    "city_greedy_no_skip",
    "greedy_cost",
    "greedy_card",
    "phragmen",
    "mes_cost",
    "mes_card",
    "mes_cost_sqrt",
    "mes_cost+greedy_cost",
    "mes_cost_comparison+votes",
    "mes_cost_add1",
    "mes_cost_add1_until_overspend",
];

fn rules(criterion: &mut Criterion) {
    let text = generated::election(1);
    if let Some(path) = std::env::var_os("GLASNO_BENCH_ELECTION")
        && let Err(error) = std::fs::write(&path, &text)
    {
        panic!("{}: {error}", path.display());
    }
    let Ok(file) = pabulib::read(text.as_bytes()) else { panic!("the generated file is no election file") };
    let Ok(election) = file.election() else { panic!("the generated file is no election") };

    let mut group = criterion.benchmark_group("election");
    group.sample_size(10);
    group.bench_function("parse", |bencher| bencher.iter(|| pabulib::read(text.as_bytes())));
    group.bench_function("group", |bencher| bencher.iter(|| file.election()));
    for name in RULES {
        let Ok(rule) = name.parse::<Rule>() else { panic!("{name} is not a rule") };
        group.bench_function(name, |bencher| {
            bencher.iter(|| project::outcome(&election, rule, &TieOrder::Lexicographic));
        });
    }
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);
