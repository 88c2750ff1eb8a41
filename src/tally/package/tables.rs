//! The tables of the package, column by column.
//!
//! The descriptions are English, as everything in `datapackage.json`; the readmes tell the same in the consultation's
//! languages.

use glasno_model::Language;

use super::column::{Column, Kind, Reference, Table};
use super::organisations;

use Kind::{Code, Decimal, Flag, Money, Text, Whole, Year};

const LINE: Reference = Reference { table: "lines", columns: &["draft_version", "line_id"] };

fn draft_version() -> Column {
    Column::new(
        "draft_version",
        Whole,
        "The version of the budget draft; a corrected draft is a new version.",
    )
    .required()
    .at_least(1)
}

fn line_id() -> Column {
    Column::new("line_id", Code, "The line of the budget, the same in every version of the draft.").required()
}

fn share(name: &'static str, description: &'static str) -> Column {
    Column::new(name, Decimal, description).at_least(0).at_most(1)
}

fn count(name: &'static str, description: &'static str) -> Column {
    Column::new(name, Whole, description).at_least(0)
}

fn suppressed(description: &'static str) -> Column {
    Column::new("suppressed", Flag, description).required()
}

/// Every table that a package can hold, in the order of the descriptor.
pub fn all(languages: &[Language]) -> Vec<Table> {
    vec![
        lines(languages),
        ballots(),
        results_lines(),
        breakdowns(),
        comments(),
        projects(),
        ballots_projects(),
        results_projects(),
        organisations::table(),
    ]
}

/// The lines of every draft, their names in these languages.
pub fn lines(languages: &[Language]) -> Table {
    // A cell has one label, so only the first language is named as such in the fiscal taxonomy.
    let names = |prefix: &str, what: &str, column_type: &'static str| -> Vec<Column> {
        let column = |(at, language): (usize, &Language)| {
            let column = Column::new(
                format!("{prefix}{language}"),
                Text,
                format!("{what}, in the language {language}."),
            );
            if at == 0 { column.fiscal(column_type) } else { column }
        };
        languages.iter().enumerate().map(column).collect()
    };
    let mut columns = vec![
        draft_version(),
        line_id().fiscal("budget-line-id"),
        Column::new(
            "group_path",
            Code,
            "The ids of the headings above the line, from the top, divided by /.",
        )
        .required(),
        Column::new("group_id", Code, "The id of the heading right above the line.").required(),
        Column::new("group_code", Code, "Its code in the classification, as printed.")
            .fiscal("functional-classification:generic:level1:code"),
    ];
    columns.extend(names("group_name_", "Its name", "functional-classification:generic:level1:label"));
    columns.push(
        Column::new("code", Code, "The code of the activity, as printed.")
            .fiscal("functional-classification:generic:level2:code"),
    );
    columns.extend(names("name_", "The name of the line", "functional-classification:generic:level2:label"));
    columns.extend([
        Column::new("discretion", Code, "Who decides on the money.")
            .required()
            .one_of(&["state-delegated", "local", "top-up", "earmarked", "contract-bound"])
            .fiscal("fin-source:generic:level1:code"),
        Column::new("movable", Flag, "Could citizens propose another amount?").required(),
        Column::new("draft_amount", Money, "The amount in the draft.").required().fiscal("value"),
        Column::new("currency", Code, "The currency of all amounts, by ISO 4217.")
            .required()
            .fiscal("value-currency:code"),
        Column::new("min", Money, "The least that could be proposed; without one, nothing (0)."),
        Column::new("max", Money, "The most that could be proposed, where there was a limit."),
        Column::new(
            "source_amount",
            Money,
            "The amount in the imported file, where its currency is another.",
        ),
        Column::new("source_currency", Code, "The currency of the imported file, where it is another."),
        Column::new("fiscal_year", Year, "The year of the budget.").fiscal("date:fiscal-year"),
    ]);
    Table {
        name: "lines",
        title: "Budget lines",
        description: "Every line of every version of the budget draft.",
        columns,
        primary_key: LINE.columns,
        refers_to: None,
    }
}

/// What was proposed.
pub fn ballots() -> Table {
    Table {
        name: "ballots",
        title: "Proposals",
        description: "One row for each line that a participant touched. The ids were drawn at random for this \
                      package and the rows are sorted by them, so that nothing tells who proposed what, or when. \
                      Ballots that only comment have no row.",
        columns: vec![
            Column::new("ballot_id", Code, "The ballot: drawn at random for this package alone.").required(),
            draft_version(),
            line_id(),
            Column::new("value", Money, "The amount proposed.").required(),
            Column::new(
                "baseline",
                Money,
                "The amount in the draft. The same as the value where the participant kept it on purpose.",
            )
            .required(),
        ],
        primary_key: &["ballot_id", "line_id"],
        refers_to: Some(LINE),
    }
}

/// What the proposals come to.
pub fn results_lines() -> Table {
    Table {
        name: "results_lines",
        title: "Results by line",
        description: "Computed from lines.csv and ballots.csv alone. Whoever left a line untouched is counted with \
                      the draft's amount. Money is rounded at its last digit and shares at the sixth, halves up. \
                      The participants chose to take part, so the intervals are no margin of error; see the readme.",
        columns: vec![
            draft_version(),
            line_id(),
            count("n", "Ballots on this version of the draft that propose amounts.").required(),
            count("touched", "Of these, ballots that name the line."),
            count("untouched", "Ballots that leave the line alone."),
            count("kept", "Ballots that name the line with the draft's own amount."),
            count("more", "Ballots that propose more than the draft."),
            count("same", "Ballots that propose the draft's amount: kept or untouched."),
            count("less", "Ballots that propose less than the draft."),
            share("share_more", "more / n."),
            share("wilson_low_more", "Lower bound of the Wilson interval of share_more."),
            share("wilson_high_more", "Upper bound of the Wilson interval of share_more."),
            share("share_same", "same / n."),
            share("wilson_low_same", "Lower bound of the Wilson interval of share_same."),
            share("wilson_high_same", "Upper bound of the Wilson interval of share_same."),
            share("share_less", "less / n."),
            share("wilson_low_less", "Lower bound of the Wilson interval of share_less."),
            share("wilson_high_less", "Upper bound of the Wilson interval of share_less."),
            Column::new("mean_amount", Money, "The mean of the proposed amounts."),
            Column::new("median_amount", Money, "Their median."),
            Column::new("p25", Money, "Their lower quartile."),
            Column::new("p75", Money, "Their upper quartile."),
            Column::new(
                "utilitarian_amount",
                Money,
                "The line's part of the draft's total by the utilitarian moving-phantoms rule (Freeman, Pennock, \
                 Peters, Wortman Vaughan 2021).",
            ),
            Column::new(
                "ind_markets_amount",
                Money,
                "The line's part of the draft's total by the independent-markets rule of the same family.",
            ),
            Column::new(
                "boot_low",
                Money,
                "How stable the mean is if other similar participants had come: lower bound, by drawing ballots \
                 again with the published seed.",
            ),
            Column::new("boot_high", Money, "The same: upper bound."),
            suppressed("Were there too few ballots to publish a result? Then only n is told."),
        ],
        primary_key: LINE.columns,
        refers_to: Some(LINE),
    }
}

/// The projects of a project ballot.
pub fn projects() -> Table {
    Table {
        name: "projects",
        title: "Projects",
        description: "The projects that could be chosen.",
        columns: vec![
            Column::new("project_id", Code, "The project.").required(),
            Column::new("name", Text, "Its name."),
            Column::new("cost", Money, "What it costs.").required().fiscal("value"),
        ],
        primary_key: &["project_id"],
        refers_to: None,
    }
}

/// What was chosen.
pub fn ballots_projects() -> Table {
    Table {
        name: "ballots_projects",
        title: "Ballots on projects",
        description: "One row for each project that a participant chose. The ids were drawn at random for this package, \
                      and lead to no ballot on the lines.",
        columns: vec![
            Column::new("ballot_id", Code, "The ballot: drawn at random for this package alone.").required(),
            Column::new(
                "project_id",
                Code,
                "The project; empty in the one row of a ballot that chooses none.",
            ),
            Column::new("value", Whole, "1 where projects are approved; the rank, from 1; or the points.")
                .at_least(0),
        ],
        primary_key: &["ballot_id", "project_id"],
        refers_to: None,
    }
}

/// What became of the projects.
pub fn results_projects() -> Table {
    let selected = |name, description| Column::new(name, Flag, description);
    Table {
        name: "results_projects",
        title: "Results by project",
        description: "Which projects are funded by the official rule, and which would be by others.",
        columns: vec![
            Column::new("project_id", Code, "The project.").required(),
            Column::new("name", Text, "Its name."),
            Column::new("cost", Money, "What it costs.").required(),
            count("votes", "Participants who are for it.").required(),
            Column::new("score", Decimal, "What the official rule ranks it by, where it ranks by a number."),
            Column::new("rank", Whole, "Its place in the order in which the official rule funds projects.")
                .at_least(1),
            selected("selected_official", "Funded by the official rule?").required(),
            selected(
                "selected_city_greedy",
                "Funded if the most votes go first? Empty where such ballots cannot be counted so.",
            ),
            selected("selected_mes", "Funded by the Method of Equal Shares?"),
            selected("selected_phragmen", "Funded by Phragmén's sequential rule?"),
            share(
                "selection_probability",
                "How often the official rule funds it when ballots are drawn again with the published seed.",
            ),
            Column::new("mes_round", Whole, "The round in which the Method of Equal Shares funds it.")
                .at_least(1),
            Column::new("mes_price", Decimal, "The most that one supporter pays for it there."),
            Column::new("reason", Text, "Why it was funded, or what it would have needed."),
        ],
        primary_key: &["project_id"],
        refers_to: Some(Reference { table: "projects", columns: &["project_id"] }),
    }
}

/// The results by channel, group and district.
pub fn breakdowns() -> Table {
    Table {
        name: "breakdowns",
        title: "Results by channel, respondent group and district",
        description: "One attribute at a time: how many people belong to each category, and by one of the attributes \
                      what they said of each line. Categories of few participants are suppressed, and with them as many \
                      others as it takes that nobody finds them by subtraction. Counts are rounded to multiples of ten, \
                      because from exact ones and ballots.csv together one could compute who belongs where.",
        columns: vec![
            draft_version(),
            Column::new("dimension", Code, "The attribute.")
                .required()
                .one_of(&["channel", "group", "district"]),
            Column::new("category", Code, "Its value.").required(),
            Column::new(
                "line_id",
                Code,
                "The line; empty in the rows that tell only how many people there are.",
            ),
            count("n", "Ballots of this category that propose amounts."),
            count("more", "Of these, ballots that propose more than the draft; a multiple of ten."),
            count(
                "same",
                "Ballots that propose the draft's amount or leave the line alone; a multiple of ten.",
            ),
            count("less", "Ballots that propose less than the draft; a multiple of ten."),
            share("estimate", "more / n, where n is at least 30."),
            share("low", "Lower bound of the Wilson interval of (more - 5) / n."),
            share("high", "Upper bound of the Wilson interval of (more + 5) / n."),
            suppressed("Is the cell suppressed? Then it has no figures."),
        ],
        primary_key: &["draft_version", "dimension", "category", "line_id"],
        refers_to: None,
    }
}

/// What was said.
pub fn comments() -> Table {
    Table {
        name: "comments",
        title: "Comments",
        description: "What participants wrote, in a random order, with ids that lead to no ballot. E-mail addresses, \
                      telephone numbers and personal numbers are masked. An apostrophe stands before a text that a \
                      spreadsheet would run as a formula.",
        columns: vec![
            Column::new("comment_id", Code, "The comment: drawn at random for this package alone.")
                .required(),
            draft_version(),
            Column::new("line_id", Code, "The line that it is on; empty where it is on the whole draft."),
            Column::new("language", Code, "The language that the participant read.").required(),
            Column::new("text", Text, "What the participant wrote.").required(),
        ],
        primary_key: &["comment_id"],
        refers_to: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_holds_the_columns_that_its_keys_name() {
        for table in all(&[Language::BULGARIAN, Language::ENGLISH]) {
            let header: Vec<&str> = table.header().collect();
            let keys = table.primary_key.iter().chain(table.refers_to.iter().flat_map(|other| other.columns));
            for name in keys {
                assert!(header.contains(name), "{} has no {name}", table.name);
            }
            let mut once = header.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), header.len(), "{} names a column twice", table.name);
        }
    }
}
