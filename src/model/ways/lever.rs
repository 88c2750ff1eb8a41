//! Levers of revenue: a tax or a fee moved by one of the officer's steps.

use serde::{Deserialize, Serialize};

use crate::{BudgetDraft, LineId, Violation};

/// The step that a citizen chose for one line of revenue. A line that does not stand in the ballot stays as drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeverChoice {
    /// The line of revenue.
    pub line: LineId,
    /// The position of the step among the lever's, from 0.
    pub step: u32,
}

/// What a choice brings in minor units, more or (negative) less than drafted.
///
/// # Errors
/// When there is no such line with a lever, or no such step.
pub fn yield_of(choice: &LeverChoice, draft: &BudgetDraft) -> Result<i64, Violation> {
    let line = draft.revenue.get().iter().find(|line| line.id == choice.line);
    let unknown = || Violation::UnknownLever { line: choice.line.clone() };
    let lever = line.and_then(|line| line.lever.as_ref()).ok_or_else(unknown)?;
    let step = usize::try_from(choice.step).ok().and_then(|step| lever.steps.get(step));
    let step = step.ok_or_else(|| Violation::UnknownStep { line: choice.line.clone() })?;
    Ok(step.yield_difference.minor())
}
