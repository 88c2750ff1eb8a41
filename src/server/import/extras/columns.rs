//! Which columns each sheet needs and which it has a use for.

use glasno_model::Language;

use super::{FlatColumn, Role, Table};

/// A column that must be there: the first name is the one that we ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needed(FlatColumn, &'static str);

impl Needed {
    pub(super) fn name(self) -> String {
        self.1.to_owned()
    }

    /// In any language, and under any name of an amount.
    pub(super) fn is_in(self, table: &Table<'_, FlatColumn>) -> bool {
        table.columns().any(|column| is_alike(self.0, column))
            || is_price(self.0) && table.has(FlatColumn::Amount)
    }
}

/// Two columns that we know are enough where the sheet's name already says what it is about.
pub(super) fn are_two(columns: &[Option<FlatColumn>]) -> bool {
    columns.iter().flatten().count() > 1
}

/// The column of a price: under its own name, or as a plain amount.
pub(super) fn price(table: &Table<'_, FlatColumn>, own: FlatColumn) -> FlatColumn {
    if table.has(own) { own } else { FlatColumn::Amount }
}

/// What the sheet cannot do without.
pub(super) fn needed(role: Role) -> impl Iterator<Item = Needed> {
    let name = (FlatColumn::Name(Language::BULGARIAN), "name_bg");
    let needed: &[(FlatColumn, &'static str)] = &match role {
        Role::Lines => [name, (FlatColumn::Id, "id"), (FlatColumn::Amount, "amount")],
        Role::Explanations => [(FlatColumn::Line, "line"); 3],
        Role::Consequences => [
            (FlatColumn::Line, "line"),
            (FlatColumn::Percent, "percent"),
            (FlatColumn::Text(Language::BULGARIAN), "text_bg"),
        ],
        Role::Revenue => [(FlatColumn::Id, "id"), name, (FlatColumn::Amount, "amount")],
        Role::Levers => [(FlatColumn::Revenue, "revenue"), name, (FlatColumn::Yield, "yield")],
        Role::Areas => [(FlatColumn::Id, "id"), (FlatColumn::Kind, "kind"), name],
        Role::Projects => [(FlatColumn::Id, "id"), name, (FlatColumn::Cost, "cost")],
    };
    let count = if role == Role::Explanations { 1 } else { 3 };
    let needed: Vec<Needed> = needed.iter().take(count).map(|(column, name)| Needed(*column, name)).collect();
    needed.into_iter()
}

/// Has the sheet a use for this column?
pub(super) fn are_read(role: Role, column: FlatColumn) -> bool {
    use FlatColumn as C;
    match role {
        Role::Lines => true,
        Role::Explanations => matches!(
            column,
            C::Line
                | C::Description(_)
                | C::Discretion
                | C::DecidedBy(_)
                | C::Min
                | C::Max
                | C::BoundsReason(_)
                | C::Step
                | C::UnitAmount
                | C::UnitName(_)
                | C::Past(_)
                | C::Currency
        ),
        Role::Consequences => matches!(column, C::Line | C::Percent | C::Text(_)),
        Role::Revenue => matches!(
            column,
            C::Id | C::Code | C::Name(_) | C::Description(_) | C::Amount | C::Past(_) | C::Currency
        ),
        Role::Levers => {
            matches!(column, C::Revenue | C::Name(_) | C::Yield | C::Amount | C::Currency)
        }
        Role::Areas => matches!(column, C::Id | C::Kind | C::Name(_) | C::Description(_)),
        Role::Projects => matches!(
            column,
            C::Id
                | C::Name(_)
                | C::Description(_)
                | C::Cost
                | C::Amount
                | C::Place(_)
                | C::Area
                | C::Currency
        ),
    }
}

fn is_price(column: FlatColumn) -> bool {
    matches!(column, FlatColumn::Cost | FlatColumn::Yield)
}

/// Do both hold the same, be it in different languages?
fn is_alike(one: FlatColumn, other: FlatColumn) -> bool {
    core::mem::discriminant(&one) == core::mem::discriminant(&other)
}
