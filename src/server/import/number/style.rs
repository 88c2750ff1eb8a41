//! What commas, points and spaces mean in a column.

/// What a separator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Role {
    Thousands,
    Decimal,
}

/// What the cells of a column, or of a table, show about their separators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::import) struct Style {
    comma: Seen,
    point: Seen,
    /// Spaces or apostrophes part thousands.
    spaced: bool,
    /// Numbers of four digits and more stand without any separator.
    pub(super) ungrouped: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    thousands: bool,
    decimal: bool,
}

impl Style {
    pub(super) fn note(&mut self, separator: char, role: Role) {
        let seen = match separator {
            ',' => &mut self.comma,
            '.' => &mut self.point,
            _ => {
                self.spaced = true;
                return;
            }
        };
        match role {
            Role::Thousands => seen.thousands = true,
            Role::Decimal => seen.decimal = true,
        }
    }

    /// Both together.
    #[must_use]
    pub(in crate::import) fn and(self, other: Self) -> Self {
        let seen = |a: Seen, b: Seen| Seen {
            thousands: a.thousands || b.thousands,
            decimal: a.decimal || b.decimal,
        };
        Self {
            comma: seen(self.comma, other.comma),
            point: seen(self.point, other.point),
            spaced: self.spaced || other.spaced,
            ungrouped: self.ungrouped || other.ungrouped,
        }
    }

    /// What this comma or point means before exactly three digits, in a column of this style within a table of that
    /// style; nothing where both readings remain.
    pub(in crate::import) fn role(self, separator: char, table: Self, three_decimals: bool) -> Option<Role> {
        match self.evidence(separator) {
            (true, false) => Some(Role::Thousands),
            (false, true) => Some(Role::Decimal),
            (true, true) => None,
            (false, false) => match table.evidence(separator) {
                (true, false) => Some(Role::Thousands),
                (false, true) => Some(Role::Decimal),
                (true, true) => None,
                // Money has no three decimals, so thousands it is, unless the column writes 1234 beside 1.234.
                (false, false) => (!self.ungrouped && !three_decimals).then_some(Role::Thousands),
            },
        }
    }

    /// Does something speak for thousands, and does something speak for decimals?
    fn evidence(self, separator: char) -> (bool, bool) {
        let (own, other) = if separator == ',' { (self.comma, self.point) } else { (self.point, self.comma) };
        (own.thousands || other.decimal, own.decimal || other.thousands || self.spaced)
    }
}
