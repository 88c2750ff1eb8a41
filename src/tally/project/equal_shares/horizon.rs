//! How far the voters' budgets can grow before anything about an outcome changes.
//!
//! While it stays the same who wins in which order and who cannot pay, every amount is a linear function of what a voter
//! starts with. So each comparison that a run makes says up to which growth it comes out the same.

/// The steps of growth, one unit of currency a voter each, over which a run's outcome is certain to stay as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Horizon {
    /// From so many steps on no comparison is in doubt.
    least: f64,
    /// Up to so many steps no comparison comes out otherwise.
    most: f64,
}

/// An amount and by how much it grows with each step, both with the most that they may be off.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Growing {
    pub value: f64,
    pub error: f64,
    pub growth: f64,
    pub growth_error: f64,
}

/// More steps than any double can count one by one.
const ENDLESS: f64 = 4_503_599_627_370_496.0;

impl Horizon {
    pub const fn new() -> Self {
        Self { least: 0.0, most: ENDLESS }
    }

    /// Nothing is known beyond the present.
    pub const fn stop(&mut self) {
        self.most = 0.0;
    }

    /// This amount is not negative now, which was decided exactly; as long as it stays above nothing all is the same.
    pub fn keep(&mut self, above: Growing) {
        // As a linear function that is not negative now, it is positive up to any step at which it is.
        let certain = above.value - above.error;
        let growth = above.growth - above.growth_error;
        if growth < 0.0 {
            self.most = self.most.min(certain / -growth);
        } else if certain <= 0.0 {
            self.least = if growth > 0.0 { self.least.max(-certain / growth) } else { ENDLESS };
        }
    }

    /// The number of further steps over which the outcome stays the same.
    pub fn steps(self) -> u64 {
        // A little less, for the rounding of the quotients.
        let most = (self.most * (1.0 - 1e-9) - 1e-9).floor();
        let least = self.least * (1.0 + 1e-9) + 1e-9;
        if most > least && most.is_finite() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between nothing and 2^52"
            )]
            let steps = most as u64;
            steps
        } else {
            0
        }
    }
}

impl Growing {
    /// By how much this is more than another.
    pub fn above(self, other: Self) -> Self {
        let rounding = f64::EPSILON;
        Self {
            value: self.value - other.value,
            error: self.error + other.error + (self.value.abs() + other.value.abs()) * rounding,
            growth: self.growth - other.growth,
            growth_error: self.growth_error
                + other.growth_error
                + (self.growth.abs() + other.growth.abs()) * rounding,
        }
    }

    /// This amount so many times; `factor` is not negative.
    pub fn times(self, factor: f64) -> Self {
        let rounding = 4.0 * f64::EPSILON;
        Self {
            value: self.value * factor,
            error: (self.error + self.value.abs() * rounding) * factor,
            growth: self.growth * factor,
            growth_error: (self.growth_error + self.growth.abs() * rounding) * factor,
        }
    }

    /// Is this exactly the same amount after every step?
    pub fn constant(self) -> bool {
        self.growth == 0.0 && self.growth_error == 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growing(value: f64, growth: f64) -> Growing {
        Growing { value, error: 0.0, growth, growth_error: 0.0 }
    }

    #[test]
    fn an_outcome_holds_until_the_first_comparison_turns() {
        let mut horizon = Horizon::new();
        horizon.keep(growing(100.0, -3.0));
        assert_eq!(horizon.steps(), 33);
        horizon.keep(growing(5.5, -1.0));
        assert_eq!(horizon.steps(), 5);
        horizon.keep(growing(0.0, 1.0));
        assert_eq!(horizon.steps(), 5, "what is level now and grows is no hindrance");
        horizon.keep(growing(0.0, 0.0));
        assert_eq!(horizon.steps(), 0, "what stays level may turn either way");
    }
}
