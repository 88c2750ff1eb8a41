//! The names of the outcome rules, as researchers write them: `mes_cost_add1_until_overspend+greedy_cost`.

use core::fmt;

/// A rule that makes ballots and a budget into a list of funded projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// What cities do: the most votes (or points) first, never votes per unit of cost.
    CityGreedy(CityGreedy),
    /// Greedy utilitarian welfare: the most satisfaction per unit of cost first.
    Greedy(Satisfaction),
    /// The Method of Equal Shares.
    EqualShares(EqualShares),
    /// Phragmén's sequential rule.
    Phragmen,
}

/// What city greedy does where a project does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CityGreedy {
    /// Goes on with the next one.
    Skip,
    /// Stops.
    NoSkip,
    /// Goes on with the next one, down to the election's threshold.
    Threshold,
}

/// How much a voter has of a funded project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Satisfaction {
    /// Its cost.
    Cost,
    /// One.
    Cardinality,
    /// The square root of its cost, as the IEEE 754 double nearest to it, taken exactly.
    CostSquareRoot,
    /// The number of chosen projects that the voter ranked below it; nothing for the last one.
    Borda,
    /// The points that the voter gave it.
    Points,
}

/// The Method of Equal Shares and how it goes on where money is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EqualShares {
    /// How much a voter has of a funded project.
    pub satisfaction: Satisfaction,
    /// How the voters' budgets grow.
    pub increase: Increase,
    /// What spends the rest.
    pub completion: Option<Completion>,
    /// Is greedy's outcome taken instead where more voters prefer it?
    pub comparison: bool,
}

/// How the voters' budgets grow until the projects cost as much as there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Increase {
    /// Not at all.
    None,
    /// By one unit of currency a voter, until it overspends or no project with a supporter fits any more (pabutools).
    UntilExhaustive,
    /// By one unit of currency a voter, until it overspends or every project with a supporter is funded (cities).
    UntilOverspend,
}

/// What spends the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Completion {
    /// Greedy utilitarian welfare.
    Greedy(Satisfaction),
    /// City greedy: the most votes first, going on where one does not fit.
    Votes,
}

/// There is no rule of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a rule. Rules are city_greedy, city_greedy_no_skip, city_greedy_threshold, greedy_X, mes_X, \
     mes_X_add1, mes_X_add1_until_overspend and phragmen, where X is cost, card, cost_sqrt, borda or score; after a \
     mes rule may stand _comparison, and +greedy_X or +votes for what spends the rest"
)]
pub struct UnknownRule(pub String);

impl Satisfaction {
    const ALL: [Self; 5] = [Self::Cost, Self::Cardinality, Self::CostSquareRoot, Self::Borda, Self::Points];

    /// The name inside a rule's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Cardinality => "card",
            Self::CostSquareRoot => "cost_sqrt",
            Self::Borda => "borda",
            Self::Points => "score",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|satisfaction| satisfaction.code() == code)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CityGreedy(CityGreedy::Skip) => f.write_str("city_greedy"),
            Self::CityGreedy(CityGreedy::NoSkip) => f.write_str("city_greedy_no_skip"),
            Self::CityGreedy(CityGreedy::Threshold) => f.write_str("city_greedy_threshold"),
            Self::Greedy(satisfaction) => write!(f, "greedy_{}", satisfaction.code()),
            Self::Phragmen => f.write_str("phragmen"),
            Self::EqualShares(shares) => {
                write!(f, "mes_{}", shares.satisfaction.code())?;
                f.write_str(match shares.increase {
                    Increase::None => "",
                    Increase::UntilExhaustive => "_add1",
                    Increase::UntilOverspend => "_add1_until_overspend",
                })?;
                f.write_str(if shares.comparison { "_comparison" } else { "" })?;
                match shares.completion {
                    None => Ok(()),
                    Some(Completion::Votes) => f.write_str("+votes"),
                    Some(Completion::Greedy(satisfaction)) => write!(f, "+greedy_{}", satisfaction.code()),
                }
            }
        }
    }
}

impl core::str::FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        let rule = match name {
            "city_greedy" => Some(Self::CityGreedy(CityGreedy::Skip)),
            "city_greedy_no_skip" => Some(Self::CityGreedy(CityGreedy::NoSkip)),
            "city_greedy_threshold" => Some(Self::CityGreedy(CityGreedy::Threshold)),
            "phragmen" => Some(Self::Phragmen),
            _ => match name.strip_prefix("greedy_") {
                Some(code) => Satisfaction::of_code(code).map(Self::Greedy),
                None => equal_shares(name).map(Self::EqualShares),
            },
        };
        rule.ok_or_else(|| UnknownRule(name.to_owned()))
    }
}

fn equal_shares(name: &str) -> Option<EqualShares> {
    let (shares, completion) = match name.split_once('+') {
        None => (name, None),
        Some((shares, "votes")) => (shares, Some(Completion::Votes)),
        Some((shares, greedy)) => {
            (shares, Some(Completion::Greedy(Satisfaction::of_code(greedy.strip_prefix("greedy_")?)?)))
        }
    };
    let without = |name: &'_ str, suffix| name.strip_suffix(suffix).map(str::to_owned);
    let (shares, comparison) = match without(shares, "_comparison") {
        Some(rest) => (rest, true),
        None => (shares.to_owned(), false),
    };
    let (shares, increase) = match (without(&shares, "_add1_until_overspend"), without(&shares, "_add1")) {
        (Some(rest), _) => (rest, Increase::UntilOverspend),
        (None, Some(rest)) => (rest, Increase::UntilExhaustive),
        (None, None) => (shares, Increase::None),
    };
    let satisfaction = Satisfaction::of_code(shares.strip_prefix("mes_")?)?;
    Some(EqualShares { satisfaction, increase, completion, comparison })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_back_from_its_name() {
        for name in [
            "city_greedy",
            "city_greedy_no_skip",
            "city_greedy_threshold",
            "greedy_cost",
            "greedy_card",
            "greedy_score",
            "mes_cost",
            "mes_cost_sqrt",
            "mes_cost_sqrt_add1",
            "mes_card_add1+greedy_card",
            "mes_borda_add1_until_overspend",
            "mes_cost_add1_until_overspend_comparison+votes",
            "mes_score_comparison+greedy_score",
            "phragmen",
        ] {
            assert_eq!(name.parse::<Rule>().unwrap().to_string(), name);
        }
        for name in
            ["", "mes", "mes_", "mes_cost+", "greedy", "mes_cost_add2", "phragmen+greedy_cost", "MES_cost"]
        {
            assert_eq!(name.parse::<Rule>(), Err(UnknownRule(name.to_owned())));
        }
    }
}
