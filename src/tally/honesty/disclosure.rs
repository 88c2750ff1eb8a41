//! What a reader has to be told beside a result.
//!
//! People who come of their own accord are no random sample: no margin of sampling error can be given for them, and to
//! print one would mislead (the American Association for Public Opinion Research says so in its code and its guidance on
//! opt-in samples). What can be told is how stable the result is, under that name.
//!
//! This module says which notices apply. Their sentences stand in `words`, under `notice_` and the notice's code.

/// How the participants came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selection {
    /// Of their own accord, as in every open consultation.
    SelfSelected,
    /// Drawn by lot from a list of everybody.
    DrawnByLot,
}

/// A part of a result that a reader could mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Intervals around shares.
    Intervals,
    /// In how many drawn elections each project is funded.
    Replicates,
    /// Figures weighted to known margins.
    Weighted,
    /// Hidden cells.
    Suppressed,
    /// Figures that speak of so few people that they are told as counts alone.
    FewPeople,
}

/// Something that has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Who took part chose to; no margin of sampling error can be given.
    SelfSelected,
    /// Who took part was drawn by lot; the intervals are margins of sampling error.
    DrawnByLot,
    /// The intervals say how stable the figures are, had other, similar people come.
    IntervalsAreStability,
    /// How often each project is funded in elections drawn from the same ballots.
    Replicates,
    /// Weighted figures follow from assumptions, stand beside the unweighted ones, and decide nothing.
    Weighted,
    /// Small groups are hidden, and others with them.
    Suppressed,
    /// Some figures speak of few people.
    FewPeople,
}

impl Notice {
    /// Every notice, in the order in which people read them.
    pub const ALL: [Self; 7] = [
        Self::SelfSelected,
        Self::DrawnByLot,
        Self::IntervalsAreStability,
        Self::Replicates,
        Self::Weighted,
        Self::Suppressed,
        Self::FewPeople,
    ];

    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfSelected => "self_selected",
            Self::DrawnByLot => "drawn_by_lot",
            Self::IntervalsAreStability => "intervals_are_stability",
            Self::Replicates => "replicates",
            Self::Weighted => "weighted",
            Self::Suppressed => "suppressed",
            Self::FewPeople => "few_people",
        }
    }
}

/// The notices that apply to a result with these parts, in the order in which people read them.
pub fn notices(selection: Selection, parts: &[Part]) -> Vec<Notice> {
    let self_selected = selection == Selection::SelfSelected;
    let applies = |notice: &Notice| match notice {
        Notice::SelfSelected => self_selected,
        Notice::DrawnByLot => !self_selected,
        Notice::IntervalsAreStability => self_selected && parts.contains(&Part::Intervals),
        Notice::Replicates => parts.contains(&Part::Replicates),
        Notice::Weighted => parts.contains(&Part::Weighted),
        Notice::Suppressed => parts.contains(&Part::Suppressed),
        Notice::FewPeople => parts.contains(&Part::FewPeople),
    };
    Notice::ALL.into_iter().filter(applies).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_chose_to_come_gets_no_margin_of_error() {
        let of = |selection| notices(selection, &[Part::Intervals]);
        assert_eq!(notices(Selection::SelfSelected, &[]), [Notice::SelfSelected]);
        assert_eq!(of(Selection::SelfSelected), [Notice::SelfSelected, Notice::IntervalsAreStability]);
        assert_eq!(of(Selection::DrawnByLot), [Notice::DrawnByLot]);
    }

    #[test]
    fn everything_that_a_reader_could_mistake_is_explained() {
        for (part, notice) in [
            (Part::Replicates, Notice::Replicates),
            (Part::Weighted, Notice::Weighted),
            (Part::Suppressed, Notice::Suppressed),
            (Part::FewPeople, Notice::FewPeople),
        ] {
            assert_eq!(notices(Selection::SelfSelected, &[part]), [Notice::SelfSelected, notice]);
        }
    }

    #[test]
    fn a_notice_has_one_code_everywhere() {
        for notice in Notice::ALL {
            assert_eq!(serde_json::to_string(&notice).unwrap(), format!("\"{}\"", notice.code()));
        }
    }
}
