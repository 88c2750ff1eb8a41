use glasno_model::{BalanceRule, SubmissionId};
use glasno_store::Store as _;
use serde_json::{Value, json};

use crate::{
    http::{
        limits::RateLimit,
        state::Settings,
        testing::{Town, ballot, slug},
    },
    results::{Counting, Results},
};

/// A ballot that moves so much from the parks to the roads.
fn moving(number: u32, amount: i64) -> Value {
    let mut ballot = ballot(number);
    ballot["ballot"]["allocation"] =
        json!([{ "line": "roads", "amount": 1_000 + amount }, { "line": "parks", "amount": 500 - amount }]);
    ballot
}

fn of_group(mut ballot: Value, group: &str) -> Value {
    ballot["ballot"]["respondent"] = json!({ "group": group });
    ballot
}

fn id(number: u32) -> SubmissionId {
    serde_json::from_value(ballot(number)["id"].clone()).unwrap()
}

async fn counted(town: &Town) -> Results {
    (*town.app.counting.results(&*town.store, &slug()).await.unwrap().unwrap()).clone()
}

async fn counted_anew(town: &Town) -> Results {
    (*Counting::default().results(&*town.store, &slug()).await.unwrap().unwrap()).clone()
}

async fn send(town: &Town, ballot: &Value) {
    let answer = town.send(ballot).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// A town that asks for groups, where many send from one place.
async fn asking_town() -> Town {
    let settings = Settings { submissions: RateLimit::of(1_000, 1_000), ..Settings::default() };
    let town = Town::with(settings).await;
    town.change(|record| {
        record.consultation.respondents =
            serde_json::from_value(json!({ "groups": ["citizen", "business", "ngo"] })).unwrap();
    })
    .await;
    town
}

#[tokio::test]
async fn a_count_that_goes_on_after_changes_equals_one_from_the_beginning() {
    for seed in 0..8_u32 {
        let town = asking_town().await;
        let mut chance = glasno_tally::honesty::random::Stream::new(&seed.to_string(), "ballots");
        let mut sent: Vec<u32> = Vec::new();
        for number in 0..60 {
            let amount = i64::try_from(chance.below(9)).unwrap() * 25 - 100;
            let group = ["citizen", "business", "ngo"][usize::try_from(chance.below(3)).unwrap()];
            let ballot = of_group(moving(number, amount), group);
            if chance.below(4) == 0 && !sent.is_empty() {
                let document = serde_json::from_value(ballot["ballot"].clone()).unwrap();
                let whose = sent[usize::try_from(chance.below(sent.len() as u64)).unwrap()];
                town.store.change(&id(whose), (chance.below(3) > 0).then_some(document));
            } else {
                send(&town, &ballot).await;
                sent.push(number);
            }
            if chance.below(10) == 0 {
                counted(&town).await;
            }
        }
        assert_eq!(counted(&town).await, counted_anew(&town).await, "seed {seed}");
    }
}

#[tokio::test]
async fn only_what_came_since_the_last_look_is_read() {
    let town = Town::new().await;
    for number in 0..5 {
        send(&town, &moving(number, 10)).await;
    }
    assert_eq!(counted(&town).await.ballots, 5);
    send(&town, &moving(5, 10)).await;
    assert_eq!(counted(&town).await.ballots, 6);
    assert_eq!(town.store.counted_from(), 5);
}

#[tokio::test]
async fn an_officer_sees_each_version_of_the_draft_by_itself_the_newest_first() {
    let town = Town::new().await;
    send(&town, &moving(1, 100)).await;
    counted(&town).await;
    let draft = town.store.draft(&slug(), 1).await.unwrap().unwrap();
    let now = glasno_model::Timestamp::from_unix_seconds(1);
    town.store.add_draft(&slug(), draft.into_document(), now).await.unwrap();
    for number in 2..4 {
        let mut ballot = moving(number, 50);
        ballot["ballot"]["draft_version"] = json!(2);
        send(&town, &ballot).await;
    }
    let results = counted(&town).await;
    assert_eq!(results, counted_anew(&town).await);
    let drafts: Vec<_> = results.drafts.iter().map(|draft| (draft.draft.version, draft.ballots)).collect();
    assert_eq!((results.ballots, drafts), (3, vec![(2, 2), (1, 1)]));
    let page = town.log_in().await.get("/officer/c/sample/results?lang=en").await.text();
    let (newest, older) =
        (page.find("Version 2 of the draft, the newest"), page.find("Version 1 of the draft"));
    assert!(newest.is_some() && newest < older, "{page}");
}

#[tokio::test]
async fn under_another_balance_rule_everything_is_counted_again() {
    let town = Town::new().await;
    send(&town, &moving(1, 100)).await;
    counted(&town).await;
    let at_most = glasno_model::Amount::from_minor(100).unwrap();
    town.change(|record| record.consultation.balance_rule = BalanceRule::Deviation { at_most }).await;
    assert_eq!(counted(&town).await, counted_anew(&town).await);
}

#[tokio::test]
async fn an_officer_sees_what_is_proposed_for_a_line() {
    let town = Town::new().await;
    for number in 0..40 {
        send(&town, &moving(number, if number < 30 { 100 } else { 0 })).await;
    }
    let officer = town.log_in().await;
    assert!(
        officer.get("/officer/c/sample?lang=en").await.text().contains("/officer/c/sample/results?lang=en")
    );
    let page = officer.get("/officer/c/sample/results?lang=en").await.text().replace('\u{a0}', " ");
    for expected in [
        "75 %<br><small>between 60 % and 86 %</small>",
        "no margin of error can be given: the figures say what these 40 ballots propose",
        "<td class=\"number\">€11</td><td class=\"number\">+€1<br><small>+10.0 %</small></td><td class=\"number\">€10.75<br><small>+€0.75</small></td>",
        "<th scope=\"row\">as in the draft, on purpose</th><td class=\"number\">10</td>",
        "<th scope=\"row\">more by 5 % to 10 %</th><td class=\"number\">30</td>",
        "<rect width=\"33.4%\"",
    ] {
        assert!(page.contains(expected), "“{expected}” is missing in {page}");
    }
    assert_eq!(officer.get("/officer/c/other/results").await.status, 404);
}

#[tokio::test]
async fn a_handful_of_ballots_gets_no_percentages() {
    let town = Town::new().await;
    for number in 0..9 {
        send(&town, &moving(number, 100)).await;
    }
    let officer = town.log_in().await;
    let page = officer.get("/officer/c/sample/results?lang=en").await.text();
    assert!(page.contains("too few") && !page.contains("%<br>"), "{page}");
    send(&town, &moving(9, 100)).await;
    let page = officer.get("/officer/c/sample/results?lang=en").await.text().replace('\u{a0}', " ");
    assert!(page.contains("100 % <em>few</em>"), "{page}");
}

#[tokio::test]
async fn an_officer_cannot_tell_what_a_small_group_proposes() {
    let town = asking_town().await;
    for (group, from, to) in [("citizen", 0, 40), ("business", 40, 52), ("ngo", 52, 55)] {
        for number in from..to {
            send(&town, &of_group(moving(number, 100), group)).await;
        }
    }
    let results = counted(&town).await;
    let division = &results.drafts[0].divisions[0];
    let sizes: Vec<_> = division.categories.iter().map(|(_, ballots)| *ballots).collect();
    assert_eq!(sizes, [Some(40), None, None], "the next smallest is hidden with the small one");
    let shown =
        |line: &crate::results::view::LineResults| line.divided[0].iter().map(Option::is_some).collect();
    let shown: Vec<Vec<bool>> = results.drafts[0].lines.iter().map(shown).collect();
    assert_eq!(shown, [[true, false, false], [true, false, false]]);
    let page = town.log_in().await.get("/officer/c/sample/results?lang=en").await.text();
    assert!(page.contains("Fewer than 5 ballots make a person recognisable"), "{page}");
    assert!(
        page.contains(
            "<th scope=\"row\">A business</th><td class=\"number\"><em class=\"quiet\">hidden</em>"
        ),
        "{page}"
    );
}

#[tokio::test]
async fn an_officer_who_knows_the_margins_sees_weighted_figures_beside_the_others() {
    let town = asking_town().await;
    let margin = json!({ "dimension": "group", "shares": { "citizen": "0.9", "business": "0.1" } });
    town.change(|record| record.margins = vec![serde_json::from_value(margin).unwrap()]).await;
    for number in 0..60 {
        send(&town, &of_group(moving(number, if number < 30 { 100 } else { 0 }), "citizen")).await;
    }
    for number in 60..100 {
        send(&town, &of_group(moving(number, 100), "business")).await;
    }
    let results = counted(&town).await;
    let roads = results.drafts[0].lines[0].clone();
    assert_eq!((roads.all.more.ballots, roads.all.more.of), (70, 100));
    // Of the citizens half, of the businesses all: 0.9 × 0.5 + 0.1 × 1.
    let weighted = roads.weighted.unwrap();
    assert!((weighted.more - 0.55).abs() < 1e-9, "{weighted:?}");
    assert!((weighted.mean - 1_055.0).abs() < 1e-6, "{weighted:?}");
    let page =
        town.log_in().await.get("/officer/c/sample/results?lang=en").await.text().replace('\u{a0}', " ");
    for expected in
        ["70 %<br>", "55 %<br>", "A citizen 90.0 %", "Weights never leave", "count as much as 72.7 "]
    {
        assert!(page.contains(expected), "“{expected}” is missing in {page}");
    }
}

#[tokio::test]
async fn an_officer_puts_the_largest_changes_first_and_takes_the_table_along() {
    let town = Town::new().await;
    send(&town, &moving(1, -400)).await;
    let officer = town.log_in().await;
    let page = officer.get("/officer/c/sample/results?lang=en&order=size").await.text();
    assert!(page.contains(r#"order=size" aria-current="true">largest first"#), "{page}");
    let table = officer.get("/officer/c/sample/results.csv?lang=en").await;
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"sample-1970-01-01-results.csv\"");
    let text = table.text();
    let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(rows[0].starts_with("draft_version,line_id,line_name,currency,draft_amount,n,touched"), "{text}");
    assert!(
        rows[1].starts_with("1,roads,roads,EUR,10.00,1,1,0,0,0,0,1,,,,,,,,,,6.00,6.00,6.00,6.00,6.00"),
        "{text}"
    );
    assert_eq!(rows.len(), 3);
}

#[tokio::test]
async fn results_are_for_officers_alone() {
    let town = Town::new().await;
    for path in ["/officer/c/sample/results", "/officer/c/sample/results.csv"] {
        let answer = town.get(path).await;
        assert_eq!((answer.status, answer.header("location").as_str()), (303, "/officer"), "{path}");
    }
}
