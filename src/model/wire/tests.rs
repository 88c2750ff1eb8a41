use super::*;
use crate::draft::tests::{document, line};
use crate::draft::{Consequence, Detail, Expense, PastAmount, PastKind, UnitEquivalent};
use crate::ways::{
    AnswerOption, Condition, Pot, PotUnit, ProjectChoice, ProjectMethod, Question, QuestionKind, Ways,
};
use crate::{
    Amount, Area, AreaKind, BalanceRule, Consultation, Currency, Discretion, District, Language, Lever,
    LeverStep, Project, RespondentGroup, Respondents, RevenueLine, Stage, Text, Timestamp,
};
use proptest::prelude::*;

/// A consultation in which every field is filled.
fn full() -> ConsultationView {
    let text =
        |text: &str| Text::new(Language::BULGARIAN, text).with(Language::ENGLISH, "\"quoted\" \\ \u{1}\n🌳");
    let amount = |minor| Amount::from_minor(minor).ok();
    let mut roads = line("606-local", Discretion::Local, 500);
    roads.code = "606".into();
    roads.description = text("Улици");
    roads.source_amount = amount(978);
    roads.history = vec![past(2025, PastKind::Reported), past(2026, PastKind::Revised)].into();
    (roads.min, roads.max, roads.step) = (amount(1), amount(9_007_199_254_740_991), amount(5));
    (roads.decided_by, roads.bounds_reason) = (text("Съветът"), text("Договор"));
    roads.consequences = vec![Consequence { percent: -10, text: text("По-малко") }].into();
    roads.unit = Some(UnitEquivalent { amount: Amount::MAX, name: text("площадка") }).into();
    roads.details = [Expense::Personnel, Expense::Operating, Expense::Capital]
        .map(|kind| Detail { kind, amount: Amount::ZERO })
        .into();
    let mut lines = vec![roads];
    for (at, discretion) in
        [Discretion::StateDelegated, Discretion::TopUp, Discretion::Earmarked, Discretion::ContractBound]
            .into_iter()
            .enumerate()
    {
        lines.push(line(&format!("l{at}"), discretion, 7));
    }
    let mut document = document(lines);
    document.source.note = text("Източник");
    let mut inner = document.groups[0].clone();
    (inner.id, inner.parent) = ("6-1".parse().unwrap(), Some("6".parse().unwrap()));
    document.groups.push(inner);
    document.revenue = vec![RevenueLine {
        id: "tax".parse().unwrap(),
        code: "13-01".into(),
        name: text("Данък"),
        description: text("Имоти"),
        amount: Amount::MIN,
        source_amount: amount(8),
        history: vec![past(2024, PastKind::Adopted)],
        lever: Some(Lever { steps: vec![LeverStep { name: text("+5 %"), yield_difference: Amount::MIN }] }),
    }]
    .into();
    document.projects = vec![Project {
        id: "stage".parse().unwrap(),
        name: text("Сцена"),
        cost: Amount::MAX,
        source_cost: amount(9),
        place: text("Парка"),
        area: Some("култура".parse().unwrap()),
        description: text("Лятна"),
    }]
    .into();
    let area = |(id, kind): (&str, AreaKind)| Area {
        id: id.parse().unwrap(),
        kind,
        name: text("Култура"),
        description: text("Всичко"),
    };
    document.areas = vec![area(("култура", AreaKind::Pot)), area(("център", AreaKind::Place))].into();
    ConsultationView {
        consultation: Consultation {
            slug: "sofia-2027".parse().unwrap(),
            title: text("Бюджет"),
            introduction: text("a"),
            organiser: text("b"),
            answers_use: text("c"),
            contact: text("d"),
            privacy_notice: text("e"),
            currency: crate::Currency::EUR,
            population: Some(120_000),
            households: Some(1),
            opens_at: Some(Timestamp::from_unix_seconds(1)),
            closes_at: Some(Timestamp::from_unix_seconds(1_800_025_200)),
            time_zone: "Europe/Sofia".into(),
            balance_rule: BalanceRule::Deviation { at_most: Amount::MAX },
            languages: vec![Language::BULGARIAN, Language::ENGLISH],
            respondents: Respondents {
                groups: RespondentGroup::ALL.into(),
                districts: vec![District { id: "център".parse().unwrap(), name: text("Център") }],
            },
            ways: ways(&text),
        },
        stage: Stage::Open,
        draft: Some(document.try_into().unwrap()),
    }
}

/// Every way on, with a question of each kind.
fn ways(text: &dyn Fn(&str) -> Text) -> Ways {
    let option = |id: &str| AnswerOption { id: id.parse().unwrap(), name: text("Да") };
    let options = || vec![option("да"), option("no")];
    let kinds = [
        QuestionKind::Single { options: options() },
        QuestionKind::Multiple { options: options(), at_most: Some(1) },
        QuestionKind::Multiple { options: options(), at_most: None },
        QuestionKind::Scale { from: -1, to: 5, low: text("никак"), high: text("много") },
        QuestionKind::Number { least: Some(i64::MIN), most: None },
        QuestionKind::Number { least: None, most: Some(7) },
        QuestionKind::Text,
    ];
    let question = |(at, kind)| Question {
        id: format!("q{at}").parse().unwrap(),
        text: text("Защо"),
        help: text("Помощ"),
        required: at == 1,
        kind,
        shown_if: (at > 0)
            .then(|| Condition { question: "q0".parse().unwrap(), any_of: vec!["да".into()] }),
    };
    Ways {
        rebalance: false,
        comments: true,
        clarity: true,
        organisations: true,
        pot: Some(Pot {
            title: text("Обща сума"), unit: PotUnit::Money, total: u32::MAX, share_all: true
        })
        .into(),
        projects: Some(projects(ProjectMethod::Points { total: 10, at_most: Some(3) })).into(),
        questions: kinds.into_iter().enumerate().map(question).collect::<Vec<_>>().into(),
    }
}

fn projects(method: ProjectMethod) -> ProjectChoice {
    ProjectChoice { budget: Amount::MAX, method, rule: "city_greedy".into() }
}

#[test]
fn the_browser_reads_every_method_of_choosing_projects() {
    for method in [
        ProjectMethod::Knapsack,
        ProjectMethod::Approval { at_most: 3 },
        ProjectMethod::Ranking { at_most: 5 },
        ProjectMethod::Points { total: 10, at_most: None },
    ] {
        let choice = projects(method);
        let json = serde_json::to_string(&choice).unwrap();
        assert_eq!(read::<ProjectChoice>(&json), Some(choice));
    }
    assert_eq!(read::<PotUnit>("\"points\""), Some(PotUnit::Points));
}

fn past(year: u16, kind: PastKind) -> PastAmount {
    let amount = Amount::from_minor(195_583).unwrap();
    let from = if year <= 2025 { Currency::BGN } else { Currency::EUR };
    PastAmount::converted(year, kind, amount, from, Currency::EUR).unwrap()
}

#[test]
fn the_browser_reads_every_field_that_the_server_writes() {
    let mut view = full();
    let check = |view: &ConsultationView| {
        for json in [serde_json::to_string(view).unwrap(), serde_json::to_string_pretty(view).unwrap()] {
            assert_eq!(read_consultation(&json).as_ref(), Some(view));
        }
    };
    check(&view);
    for stage in [Stage::Draft, Stage::Closed, Stage::Published] {
        view.stage = stage;
        check(&view);
    }
    view.consultation.balance_rule = BalanceRule::NoDeficit;
    view.consultation.respondents = Respondents::default();
    view.draft = None;
    check(&view);
}

#[test]
fn a_browser_that_never_asks_has_read_none_of_what_is_deferred() {
    let read = read_consultation(&serde_json::to_string(&full()).unwrap()).unwrap().draft.unwrap();
    let unread = format!("{:?}{:?}", read.revenue, read.lines[0].history);
    assert!(unread.contains("json: Some") && !unread.contains("json: None"), "{unread}");
    assert_eq!(read.revenue.get()[0].name.get(Language::BULGARIAN), "Данък");
    let history: Vec<_> = read.lines[0].history.get().iter().map(PastAmount::order).collect();
    assert_eq!(history, [(2025, PastKind::Reported), (2026, PastKind::Revised)]);
}

#[test]
fn a_field_of_a_newer_server_is_passed_over() {
    let mut json = serde_json::to_value(full()).unwrap();
    json["newer"] = serde_json::json!({ "a": [1, -2.5e3, true, null, "x", {}], "b": [] });
    json["draft"]["lines"][0]["newer"] = serde_json::json!("…");
    assert_eq!(read_consultation(&json.to_string()), Some(full()));
}

#[test]
fn what_is_not_a_consultation_is_not_read() {
    let whole = serde_json::to_string(&full()).unwrap();
    for at in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
        assert_eq!(read_consultation(&whole[..at]), None, "cut at {at}");
    }
    assert_eq!(read_consultation(&format!("{whole}x")), None);
    assert_eq!(read_consultation(&"[".repeat(100_000)), None);
    assert_eq!(read_consultation(&format!("{{\"deep\":{}", "[".repeat(100_000))), None);
}

proptest! {
    #[test]
    fn every_text_is_read_as_serde_writes_it(text in any::<String>()) {
        let json = serde_json::to_string(&vec![&text]).unwrap();
        prop_assert_eq!(read::<Vec<String>>(&json), Some(vec![text]));
    }

    #[test]
    fn escapes_are_read_as_serde_reads_them(json in r#""(\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|[a-z"\\])*""#) {
        prop_assert_eq!(read::<String>(&json), serde_json::from_str::<String>(&json).ok());
    }

    #[test]
    fn numbers_are_read_as_serde_reads_them(json in r"-?[0-9]{1,20}(\.[0-9])?(e[0-9])?") {
        let serde = serde_json::from_str::<u32>(&json).ok();
        // Ours also takes leading zeros, which no writer writes.
        prop_assert!(read::<u32>(&json) == serde || json.trim_start_matches('-').starts_with('0'));
    }

    #[test]
    fn no_text_breaks_the_reader(json in r#"[\[\]{}":,\\u0-9a-f \-.n]*"#) {
        let _ = read_consultation(&json);
        let _ = Reader::new(&json).skip();
    }
}
