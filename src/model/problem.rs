//! What the endpoint answers when it cannot do what was asked: RFC 9457 problem documents with stable types.

use serde::{Deserialize, Serialize};

use crate::violation::Located;

/// The stable types of problems. In JSON a URN: `urn:glasno:problem:rule-broken`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProblemType {
    /// The body is not JSON.
    #[serde(rename = "urn:glasno:problem:not-json")]
    NotJson,
    /// The request carries no receipt code.
    #[serde(rename = "urn:glasno:problem:receipt-code-missing")]
    ReceiptCodeMissing,
    /// The page that asked is not among the consultation's origins.
    #[serde(rename = "urn:glasno:problem:origin-not-allowed")]
    OriginNotAllowed,
    /// There is nothing at this address.
    #[serde(rename = "urn:glasno:problem:not-found")]
    NotFound,
    /// No submission has this id or consultation and this receipt code. Which of the two is wrong is not said.
    #[serde(rename = "urn:glasno:problem:submission-not-found")]
    SubmissionNotFound,
    /// The address does not take this method.
    #[serde(rename = "urn:glasno:problem:method-not-allowed")]
    MethodNotAllowed,
    /// The body came too slowly.
    #[serde(rename = "urn:glasno:problem:too-slow")]
    TooSlow,
    /// The consultation has not opened yet.
    #[serde(rename = "urn:glasno:problem:not-open-yet")]
    NotOpenYet,
    /// The consultation is closed.
    #[serde(rename = "urn:glasno:problem:closed")]
    Closed,
    /// The submission was changed since the version that was named, perhaps in another tab.
    #[serde(rename = "urn:glasno:problem:changed-meanwhile")]
    ChangedMeanwhile,
    /// The submission was withdrawn and cannot be changed any more.
    #[serde(rename = "urn:glasno:problem:withdrawn")]
    Withdrawn,
    /// The body is larger than the limit.
    #[serde(rename = "urn:glasno:problem:too-large")]
    TooLarge,
    /// The body is JSON, but not a submission.
    #[serde(rename = "urn:glasno:problem:not-a-submission")]
    NotASubmission,
    /// The receipt code has a wrong sign or length: its check character says so without any look for a submission.
    #[serde(rename = "urn:glasno:problem:receipt-code-mistyped")]
    ReceiptCodeMistyped,
    /// The ballot breaks a rule; `violations` says which, and where.
    #[serde(rename = "urn:glasno:problem:rule-broken")]
    RuleBroken,
    /// The id was used before with another content.
    #[serde(rename = "urn:glasno:problem:id-reused")]
    IdReused,
    /// Too many requests from one address.
    #[serde(rename = "urn:glasno:problem:rate-limited")]
    RateLimited,
    /// Something broke on our side.
    #[serde(rename = "urn:glasno:problem:internal")]
    Internal,
    /// The disk or the database is away; try again.
    #[serde(rename = "urn:glasno:problem:unavailable")]
    Unavailable,
}

impl ProblemType {
    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::NotJson => 400,
            Self::ReceiptCodeMissing => 401,
            Self::OriginNotAllowed => 403,
            Self::NotFound | Self::SubmissionNotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TooSlow => 408,
            Self::NotOpenYet | Self::Closed | Self::ChangedMeanwhile | Self::Withdrawn => 409,
            Self::TooLarge => 413,
            Self::NotASubmission | Self::ReceiptCodeMistyped | Self::RuleBroken | Self::IdReused => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// What it is, in a few English words for whoever reads the protocol; citizens read the words of the widget.
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotJson => "The body is not JSON.",
            Self::ReceiptCodeMissing => "The request carries no receipt code.",
            Self::OriginNotAllowed => "This page may not send to this consultation.",
            Self::NotFound => "There is nothing at this address.",
            Self::SubmissionNotFound => "No submission has this receipt code.",
            Self::MethodNotAllowed => "This address does not take this method.",
            Self::TooSlow => "The request came too slowly.",
            Self::NotOpenYet => "The consultation has not opened yet.",
            Self::Closed => "The consultation is closed.",
            Self::ChangedMeanwhile => "The submission was changed meanwhile.",
            Self::Withdrawn => "The submission was withdrawn.",
            Self::TooLarge => "The body is too large.",
            Self::NotASubmission => "The body is not a submission.",
            Self::ReceiptCodeMistyped => "The receipt code is mistyped.",
            Self::RuleBroken => "The ballot breaks a rule.",
            Self::IdReused => "The id was used before with another content.",
            Self::RateLimited => "Too many requests; wait and try again.",
            Self::Internal => "Something broke on our side.",
            Self::Unavailable => "The server cannot store anything right now; try again.",
        }
    }
}

/// An RFC 9457 problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stable type.
    #[serde(rename = "type")]
    pub kind: ProblemType,
    /// The type in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is special about this case, where there is something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The broken rules, where rules are broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Located>,
    /// After how many seconds to try again, where trying again makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem of this type with nothing special about it.
    pub fn new(kind: ProblemType) -> Self {
        Self {
            kind,
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: None,
            violations: Vec::new(),
            retry_after: None,
        }
    }

    /// The same problem with what is special about this case.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same problem with the broken rules.
    #[must_use]
    pub fn with_violations(mut self, violations: Vec<Located>) -> Self {
        self.violations = violations;
        self
    }

    /// The same problem with the seconds to wait.
    #[must_use]
    pub const fn with_retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

/// As much of a problem document as a browser needs to decide what to do next. Reading all of it would cost every
/// citizen some ten kilobytes of code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ProblemSummary {
    /// The stable type.
    #[serde(rename = "type")]
    pub kind: ProblemType,
    /// After how many seconds to try again, where trying again makes sense.
    #[serde(default)]
    pub retry_after: Option<u64>,
    /// The names of the broken rules.
    #[serde(default)]
    pub violations: Vec<BrokenRule>,
}

/// The name of a broken rule: `short`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BrokenRule {
    /// As [`crate::Violation`] writes it.
    pub rule: Box<str>,
}

impl ProblemSummary {
    /// A problem of this type about which nothing else is known.
    pub const fn new(kind: ProblemType) -> Self {
        Self { kind, retry_after: None, violations: Vec::new() }
    }

    /// Was the ballot made on another version of the draft?
    pub fn is_about_another_draft(&self) -> bool {
        self.violations.iter().any(|broken| &*broken.rule == "other-draft-version")
    }

    /// Did the ballot say about its citizen what the consultation does not ask, and break no other rule?
    pub fn is_only_about_respondent(&self) -> bool {
        let about = |broken: &BrokenRule| matches!(&*broken.rule, "unasked-group" | "unasked-district");
        !self.violations.is_empty() && self.violations.iter().all(about)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Violation;

    #[test]
    fn a_summary_reads_what_the_endpoint_writes() {
        let located = |violation| Located { pointer: "/ballot".into(), violation };
        let problem = Problem::new(ProblemType::RuleBroken).with_retry_after(7).with_violations(vec![
            located(Violation::Empty),
            located(Violation::OtherDraftVersion { current: 2 }),
        ]);
        let json = serde_json::to_string(&problem).unwrap();
        let summary: ProblemSummary = serde_json::from_str(&json).unwrap();
        assert_eq!((summary.kind, summary.retry_after), (ProblemType::RuleBroken, Some(7)));
        assert!(summary.is_about_another_draft() && !summary.is_only_about_respondent());
        assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
    }

    #[test]
    fn a_summary_tells_an_answer_that_is_not_asked_from_other_rules() {
        let summary = |violations: Vec<Violation>| -> ProblemSummary {
            let located = |violation| Located { pointer: "/ballot".into(), violation };
            let problem = Problem::new(ProblemType::RuleBroken)
                .with_violations(violations.into_iter().map(located).collect());
            serde_json::from_str(&serde_json::to_string(&problem).unwrap()).unwrap()
        };
        let group = || Violation::UnaskedGroup { group: crate::RespondentGroup::Ngo };
        let district = Violation::UnaskedDistrict { district: "north".parse().unwrap() };
        assert!(summary(vec![group(), district]).is_only_about_respondent());
        assert!(!summary(vec![group(), Violation::Empty]).is_only_about_respondent());
        assert!(!summary(vec![]).is_only_about_respondent());
    }
}
