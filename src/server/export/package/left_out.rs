//! What is not in a package, and why: said in its audit, in English as every document for programs.

use glasno_tally::package::audit::LeftOut;

use super::gather::Gathered;

/// Why a way to take part has no table.
pub(super) const NO_TABLE: &str = "not yet part of the format";

/// One thing.
pub(super) fn entry(what: &str, count: Option<u64>, why: impl Into<String>) -> LeftOut {
    LeftOut { what: what.into(), count, why: why.into() }
}

/// All that is told by numbers; nothing where the number is none.
pub(super) fn entries(gathered: &Gathered<'_>, withdrawn: u64, suppressed: u64) -> Vec<LeftOut> {
    let (ballots, projects) = (&gathered.ballots, &gathered.projects);
    let no_proposal = "they choose projects or give other answers, and propose no amounts";
    let all = [
        ("submissions", withdrawn, "withdrawn by their senders"),
        ("ballots in ballots.csv", ballots.only_comments, "they only comment and propose nothing"),
        ("ballots in ballots.csv", ballots.only_projects + ballots.only_other_answers, no_proposal),
        ("rows with figures in results_lines.csv", suppressed, "fewer proposals than least_participants"),
        ("choices in ballots_projects.csv", projects.gone, "the newest draft no longer has the project"),
        (
            "ballots in ballots_projects.csv",
            projects.ballots_gone,
            "the newest draft has none of the projects that they choose",
        ),
        (
            "ballots in ballots_projects.csv",
            projects.otherwise,
            "sent while something else was asked about projects",
        ),
        ("ballots that pull levers of revenue: the levers", ballots.levers, NO_TABLE),
        ("ballots that share a pot: the shares", ballots.pots, NO_TABLE),
        ("ballots that say whether a line is clear: what they say", ballots.clarity, NO_TABLE),
        ("ballots that answer questions: the answers", ballots.answers, NO_TABLE),
    ];
    let told = all.into_iter().filter(|(_, count, _)| *count > 0);
    told.map(|(what, count, why)| entry(what, Some(count), why)).collect()
}
