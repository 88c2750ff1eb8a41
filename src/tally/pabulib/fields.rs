//! The fields that Pabulib knows, in their order, and what may stand in each: `pabulib_helpers/fields.py` of
//! pabulib-checker 1.0.8.

/// What may stand in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Texts joined with commas.
    List,
    /// A whole number, also below nothing.
    Whole,
    Number,
    /// `dd.mm.yyyy` or `yyyy`.
    Date,
    /// Numbered remarks: `#1: … #2: …`.
    Comment,
    /// Letters: so many, small or capital.
    Letters {
        count: usize,
        capital: bool,
    },
    OneOf(&'static [&'static str]),
    /// A whole number, or two with a hyphen between them.
    Age,
    /// Degrees, at most so many on either side of 0.
    Degrees(u32),
    /// The writer finds out for itself.
    Computed,
}

/// A key or a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) presence: Presence,
}

/// When a value has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    /// The field may be absent; where the column is there, each cell is filled in.
    Optional,
    /// Some cells of the column may be empty.
    Sparse,
}

use Kind::{Age, Comment, Computed, Date, Degrees, Letters, List, Number, OneOf, Text, Whole};
use Presence::{Optional, Required, Sparse};

const fn field(name: &'static str, kind: Kind, presence: Presence) -> Field {
    Field { name, kind, presence }
}

/// Rules that a file may declare.
const RULES: &[&str] = &[
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
];

pub(super) const META: &[Field] = &[
    field("description", Text, Required),
    field("country", Text, Required),
    field("unit", Text, Required),
    field("district", Text, Optional),
    field("subunit", Text, Optional),
    field("instance", Text, Required),
    field("num_projects", Computed, Required),
    field("num_votes", Computed, Required),
    field("budget", Computed, Required),
    field("vote_type", Computed, Required),
    field("rule", OneOf(RULES), Required),
    field("date_begin", Date, Required),
    field("date_end", Date, Required),
    field("min_length", Whole, Optional),
    field("max_length", Whole, Optional),
    field("min_sum_cost", Number, Optional),
    field("max_sum_cost", Number, Optional),
    field("min_points", Whole, Optional),
    field("max_points", Whole, Optional),
    field("min_sum_points", Whole, Optional),
    field("max_sum_points", Whole, Optional),
    field("default_score", Whole, Optional),
    field("min_project_cost", Whole, Optional),
    field("max_project_cost", Whole, Optional),
    field("min_project_score_threshold", Whole, Optional),
    field("neighborhoods", List, Optional),
    field("subdistricts", List, Optional),
    field("categories", List, Optional),
    field("edition", Text, Optional),
    field("language", Letters { count: 2, capital: false }, Optional),
    field("currency", Letters { count: 3, capital: true }, Optional),
    field("fully_funded", Computed, Optional),
    field("experimental", OneOf(&["1"]), Optional),
    field("comment", Comment, Optional),
    field("acknowledgments", Text, Optional),
    field("leftover_budget", Text, Optional),
    field("budget_per_category", List, Optional),
    field("budget_per_neighborhood", List, Optional),
    field("min_length_per_category", Whole, Optional),
    field("max_length_per_category", Whole, Optional),
    field("min_sum_cost_per_category", List, Optional),
    field("max_sum_cost_per_category", List, Optional),
];

pub(super) const PROJECTS: &[Field] = &[
    field("project_id", Computed, Required),
    field("cost", Computed, Required),
    field("votes", Computed, Required),
    field("score", Computed, Optional),
    field("name", Text, Optional),
    field("category", List, Sparse),
    field("beneficiaries", List, Sparse),
    field("selected", Computed, Optional),
    field("neighborhood", Text, Optional),
    field("subunit", Text, Optional),
    field("district", Text, Optional),
    field("description", Text, Optional),
    field("proposer", Text, Optional),
    field("public_id", Text, Optional),
    field("latitude", Degrees(90), Sparse),
    field("longitude", Degrees(180), Sparse),
];

pub(super) const VOTES: &[Field] = &[
    field("voter_id", Computed, Required),
    field("vote", Computed, Required),
    field("points", Computed, Optional),
    field("age", Age, Sparse),
    field("sex", OneOf(&["M", "F", "O"]), Sparse),
    field("voting_method", OneOf(&["internet", "paper"]), Optional),
    field("district", Text, Sparse),
    field("neighborhood", Text, Sparse),
    field("education", Text, Sparse),
    field("topic_preference_transport", Whole, Optional),
    field("topic_preference_culture", Whole, Optional),
    field("topic_preference_nature", Whole, Optional),
    field("district_preference", Text, Optional),
    field("time_taken_seconds", Whole, Optional),
    field("format_easiness", Text, Optional),
    field("format_expressiveness", Text, Optional),
    field("format_rank", Text, Optional),
];
