//! The domain of Glasno: what a budget draft is, what a citizen may propose, and when a proposal holds.
//!
//! This crate is compiled twice: to WebAssembly, where it checks a ballot while the citizen makes it, and natively,
//! where the collection endpoint checks the same ballot again. It is pure: no input or output, no clock, no
//! randomness. Whatever depends on those is a parameter.
//!
//! To add a rule: give it a variant in [`Violation`], check it in [`ballot`], and say it in both languages in the
//! crate `words`. Browser and endpoint then refuse alike.

pub mod money;
pub mod currency;
pub mod typed;
pub mod text;
pub mod identifier;
pub mod draft;
pub mod revenue;
pub mod project;
pub mod respondent;
pub mod ways;
pub mod consultation;
pub mod allocation;
pub mod ballot;
pub mod violation;
pub mod receipt;
pub mod label;
pub mod submission;
pub mod problem;
pub mod timestamp;
pub mod urls;
pub mod wire;

pub use allocation::{Balance, BalanceRule};
pub use ballot::{Allocation, Ballot, BallotDocument, Comment};
pub use consultation::{Consultation, ConsultationView, Slug, Stage};
pub use currency::Currency;
pub use draft::{BudgetDraft, BudgetLine, Discretion, Group, GroupId, LineId};
pub use label::Label;
pub use money::Amount;
pub use problem::{Problem, ProblemType};
pub use project::{Area, AreaId, AreaKind, Project, ProjectId};
pub use receipt::ReceiptCode;
pub use respondent::{District, DistrictId, Respondent, RespondentGroup, Respondents};
pub use revenue::{Lever, LeverStep, RevenueLine};
pub use submission::{
    ChangeDocument, Channel, EventKind, Receipt, SearchDocument, Submission, SubmissionDocument,
    SubmissionId, SubmissionView,
};
pub use text::{Language, Text};
pub use timestamp::Timestamp;
pub use violation::Violation;
pub use ways::Ways;
