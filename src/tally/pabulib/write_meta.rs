//! META as it is written.

use num_traits::Signed as _;

use super::fields::{self, Kind, Presence};
use super::number::decimal;
use super::write_cells::date;
use super::write_check::Totals;
use super::write_projects::ProjectRows;
use super::{Meta, Section, VoteType, WriteError, WriteProblem};

/// The rows of META, checked, in Pabulib's order.
pub(super) fn meta_rows(
    meta: &Meta,
    projects: &ProjectRows<'_>,
    totals: &Totals,
) -> Result<Vec<(&'static str, String)>, WriteError> {
    for (name, _) in meta.fields.iter() {
        if !fields::META.iter().any(|field| field.name == name) {
            return Err(error(name, WriteProblem::UnknownField));
        }
    }
    check_together(meta)?;
    let budget = meta.budget.floor().to_integer();
    let mut rows = Vec::new();
    for field in fields::META {
        let refused = |problem| error(field.name, problem);
        let value = match field.name {
            "num_projects" => projects.rows().len().to_string(),
            "num_votes" => totals.ballots.to_string(),
            "budget" => {
                let written = decimal(&meta.budget).filter(|_| !meta.budget.is_negative());
                written.ok_or_else(|| refused(WriteProblem::NotADecimal(meta.budget.to_string())))?
            }
            "vote_type" => meta.vote_type.code().to_owned(),
            "rule" if projects.kept_to_itself.is_some() => "unknown".to_owned(),
            "fully_funded" if budget >= projects.total_cost => "1".to_owned(),
            "comment" => comment(meta, &remarks(meta, projects, totals)),
            "max_length" => max_length(meta, projects.rows().len())?,
            _ if field.kind == Kind::Computed => String::new(),
            name => field.kind.value(given(meta, name)).map_err(refused)?.into_owned(),
        };
        if !value.is_empty() {
            rows.push((field.name, value));
        } else if field.presence == Presence::Required {
            return Err(refused(WriteProblem::Missing));
        }
    }
    Ok(rows)
}

/// What fields say about one another.
fn check_together(meta: &Meta) -> Result<(), WriteError> {
    let there = |key| !given(meta, key).is_empty();
    if meta.vote_type == VoteType::ChooseOne {
        for key in ["min_length", "max_length"] {
            if there(key) && given(meta, key) != "1" {
                return Err(error(key, WriteProblem::Contradiction("vote_type choose-1")));
            }
        }
    }
    if meta.vote_type == VoteType::Cumulative && !there("max_sum_points") {
        return Err(error("max_sum_points", WriteProblem::Missing));
    }
    let threshold = "min_project_score_threshold";
    match given(meta, "rule") {
        "greedy" if there(threshold) => {
            return Err(error(
                threshold,
                WriteProblem::Contradiction("rule greedy; declare greedy-threshold"),
            ));
        }
        "greedy-threshold" if !there(threshold) => return Err(error(threshold, WriteProblem::Missing)),
        _ => {}
    }
    if let (Some(begin), Some(end)) = (date(given(meta, "date_begin")), date(given(meta, "date_end")))
        && end < begin
    {
        return Err(error("date_end", WriteProblem::Contradiction("date_begin")));
    }
    Ok(())
}

/// Pabulib refuses a ballot length beyond the number of projects; it means the same as that number.
fn max_length(meta: &Meta, projects: usize) -> Result<String, WriteError> {
    let text = given(meta, "max_length");
    let value = Kind::Whole.value(text).map_err(|problem| error("max_length", problem))?;
    let beyond = value.parse::<usize>().is_ok_and(|length| length > projects);
    Ok(if beyond { projects.to_string() } else { value.into_owned() })
}

/// What the writer has changed, in English as the rest of the format.
fn remarks(meta: &Meta, projects: &ProjectRows<'_>, totals: &Totals) -> Vec<String> {
    let empty = match totals.empty {
        0 => None,
        1 => Some("1 empty ballot was left out.".to_owned()),
        many => Some(format!("{many} empty ballots were left out.")),
    };
    let raised = projects.raised.join(", ");
    let raised = (!raised.is_empty()).then(|| format!("A cost below 1 is written as 1: {raised}."));
    let rule = projects
        .kept_to_itself
        .map(|why| format!("Decided by {}, which is not declared because {why}.", given(meta, "rule")));
    [empty, raised, rule].into_iter().flatten().collect()
}

/// The file's own comment, then the remarks, numbered on.
fn comment(meta: &Meta, remarks: &[String]) -> String {
    let mut comment = Kind::Comment.value(given(meta, "comment")).unwrap_or_default().into_owned();
    let mut number = markers(&comment);
    for remark in remarks {
        number += 1;
        let space = if comment.is_empty() { "" } else { " " };
        comment.extend([space, &format!("#{number}: {remark}")]);
    }
    comment
}

/// How many `#1:` there are in a comment.
fn markers(comment: &str) -> usize {
    let numbered = |rest: &&str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest[digits..].starts_with(':')
    };
    comment.split('#').skip(1).filter(numbered).count()
}

fn given<'a>(meta: &'a Meta, key: &str) -> &'a str {
    meta.fields.get(key).unwrap_or_default().trim()
}

fn error(field: &str, problem: WriteProblem) -> WriteError {
    WriteError { section: Section::Meta, row: String::new(), field: field.to_owned(), problem }
}
