//! The switches, the pot and the projects.

use glasno_model::ways::{PotUnit, ProjectChoice, ProjectMethod};

use super::*;

const TITLE: &str = "title = { bg = \"Бюджет\" }\nlanguages = [\"bg\"]\n";
const POT: &str = "[ways.pot]\nunit = \"points\"\ntotal = 100\n";

fn with(ways: &str) -> String {
    format!("{TITLE}{ways}")
}

fn projects(settings: &str) -> Result<ProjectChoice, String> {
    let record = read(&with(&format!("[ways.projects]\nbudget = 50000\n{settings}")))?;
    Ok(record.consultation.ways.projects.get().clone().expect("projects are on"))
}

#[test]
fn an_officer_who_says_nothing_asks_for_the_budget_and_comments() {
    assert!(read(TITLE).unwrap().consultation.ways.is_default());
    assert!(read(&with("[ways]\n")).unwrap().consultation.ways.is_default());
}

#[test]
fn an_officer_switches_ways_on_and_off() {
    let switches = "[ways]\nrebalance = false\ncomments = false\nclarity = true\norganisations = true\n";
    let pot = "[ways.pot]\ntitle = { bg = \"Фонд\" }\nunit = \"money\"\ntotal = 1_000\nshare_all = true\n";
    let ways = read(&with(&format!("{switches}{pot}"))).unwrap().consultation.ways;
    assert!(!ways.rebalance && !ways.comments && ways.clarity && ways.organisations);
    let pot = ways.pot.get().as_ref().unwrap();
    assert_eq!((pot.unit, pot.total, pot.share_all), (PotUnit::Money, 1_000, true));
    assert_eq!(pot.title.get(TextLanguage::BULGARIAN), "Фонд");
}

#[test]
fn an_officer_lets_citizens_choose_projects_by_any_method() {
    for (settings, method) in [
        ("method = \"knapsack\"", ProjectMethod::Knapsack),
        ("method = \"approval\"\nat_most = 3", ProjectMethod::Approval { at_most: 3 }),
        ("method = \"ranking\"\nat_most = 5", ProjectMethod::Ranking { at_most: 5 }),
        ("method = \"points\"\ntotal = 10", ProjectMethod::Points { total: 10, at_most: None }),
        (
            "method = \"points\"\ntotal = 10\nat_most = 4",
            ProjectMethod::Points { total: 10, at_most: Some(4) },
        ),
    ] {
        let choice = projects(settings).unwrap();
        assert_eq!(
            (choice.method, choice.budget.minor(), choice.rule.as_str()),
            (method, 5_000_000, "city_greedy")
        );
    }
    let named = projects("method = \"approval\"\nat_most = 3\nrule = \"mes_cost_add1+votes\"").unwrap();
    assert_eq!(named.rule, "mes_cost_add1+votes");
}

#[test]
fn a_budget_for_projects_is_in_units_of_the_currency() {
    let budget = |budget: &str, currency: &str| {
        let projects = format!("[ways.projects]\nbudget = {budget}\nmethod = \"knapsack\"\n");
        let record = read(&format!("currency = \"{currency}\"\n{}", with(&projects))).unwrap();
        record.consultation.ways.projects.get().as_ref().unwrap().budget.minor()
    };
    assert_eq!(budget("\"50000.50\"", "EUR"), 5_000_050);
    assert_eq!(budget("50_000", "JPY"), 50_000);
}

#[test]
fn only_rules_that_can_count_the_ballots_are_taken() {
    let fits = |method: &str, rule: &str| projects(&format!("{method}\nrule = \"{rule}\"")).is_ok();
    let approval = "method = \"approval\"\nat_most = 3";
    let ranking = "method = \"ranking\"\nat_most = 3";
    let points = "method = \"points\"\ntotal = 9";
    for (rule, by) in [
        ("city_greedy", [true, true, true]),
        ("greedy_borda", [false, true, false]),
        ("mes_score", [false, false, true]),
        ("mes_cost+greedy_score", [false, false, true]),
        ("mes_cost_sqrt", [true, false, false]),
        // A consultation has no threshold.
        ("city_greedy_threshold", [false, false, false]),
    ] {
        assert_eq!([approval, ranking, points].map(|method| fits(method, rule)), by, "{rule}");
    }
}

#[test]
fn an_officer_is_told_what_is_wrong_with_a_way() {
    let method = "method = \"approval\"\nat_most = 3\n";
    let chosen = |more: &str| format!("[ways.projects]\n{more}");
    check_refused(&[
        ("ways = [\"comments\"]", &["line 1", "ways", "[ways]"]),
        ("[ways]\nvoting = true", &["line 2", "ways.voting", "rebalance, comments"]),
        ("[ways]\ncomments = \"yes\"", &["line 2", "ways.comments", "“\"yes\"”", "true or false"]),
        ("[ways]\npot = true", &["line 2", "ways.pot", "unit and total"]),
        ("[ways.pot]\ntotal = 5", &["line 1", "ways.pot", "“unit” is missing"]),
        ("[ways.pot]\nunit = \"points\"", &["line 1", "ways.pot", "“total” is missing"]),
        ("[ways.pot]\nunit = \"stars\"\ntotal = 5", &["line 2", "ways.pot.unit", "points, money"]),
        ("[ways.pot]\nunit = \"points\"\ntotal = 0", &["line 3", "ways.pot.total", "“0”", "from 1 to"]),
        (&format!("{POT}each = 3"), &["line 4", "ways.pot.each", "title, unit, total, share_all"]),
        (&format!("{POT}title = \"Фонд\""), &["line 4", "ways.pot.title", "by language"]),
        (&chosen("budget = 5"), &["line 1", "ways.projects", "“method” is missing"]),
        (&chosen("budget = 5\nmethod = \"vote\""), &["line 3", "ways.projects.method", "knapsack, approval"]),
        (&chosen("budget = 5\nmethod = \"approval\""), &["line 1", "ways.projects", "“at_most” is missing"]),
        (&chosen("budget = 5\nmethod = \"points\""), &["line 1", "ways.projects", "“total” is missing"]),
        (
            &chosen("budget = 5\nmethod = \"points\"\ntotal = 5\nat_most = 6"),
            &["line 5", "ways.projects.at_most", "“6”", "from 1 to 5"],
        ),
        (
            &chosen("budget = 5\nmethod = \"knapsack\"\nat_most = 3"),
            &["line 4", "ways.projects.at_most", "budget, method, rule."],
        ),
        (&chosen(&format!("{method}budget = 0")), &["line 4", "ways.projects.budget", "“0”", "above 0"]),
        (&chosen(&format!("{method}budget = \"5.005\"")), &["line 4", "ways.projects.budget", "5.005"]),
        (&chosen(&format!("{method}budget = 1.5")), &["line 4", "ways.projects.budget", "1.5"]),
        (
            &chosen(&format!("{method}budget = 5\nrule = \"fair\"")),
            &["line 5", "ways.projects.rule", "city_greedy", "mes_X", "phragmen"],
        ),
        (
            &chosen(&format!("{method}budget = 5\nrule = \"greedy_borda\"")),
            &["line 5", "ways.projects.rule", "approval"],
        ),
        (
            &format!("languages = [\"bg\", \"en\"]\n{POT}title = {{ bg = \"Фонд\" }}"),
            &["line 5", "ways.pot.title", "missing", "en"],
        ),
    ]);
}

#[test]
fn removing_a_table_turns_the_way_off_and_a_file_without_ways_changes_none() {
    let before = read(&with(&format!("{POT}[ways.projects]\nbudget = 5\nmethod = \"knapsack\"\n"))).unwrap();
    let after = |new: &str| {
        let settings = file::read("new.toml", new, Language::En).unwrap();
        let record = settings.apply(Some(before.clone()), &"sofia-2027".parse().unwrap(), Language::En);
        record.unwrap().consultation.ways
    };
    let untouched = after("population = 5");
    assert_eq!(untouched, before.consultation.ways);
    let only_pot = after(POT);
    assert!(only_pot.pot.get().is_some() && only_pot.projects.get().is_none());
    assert!(after("[ways]\n").is_default());
}
