//! What a table of the package looks like.

use std::borrow::Cow;

/// A table: one definition gives the header of the CSV file, the Table Schema and the sheet of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The name of the resource; the file is this and `.csv`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What stands in it and how to read it.
    pub description: &'static str,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// The columns that tell every row from every other.
    pub primary_key: &'static [&'static str],
    /// A table that rows of this one point to.
    pub refers_to: Option<Reference>,
}

/// Columns that together name a row of another table, where they have the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The other table.
    pub table: &'static str,
    /// The columns, in both.
    pub columns: &'static [&'static str],
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The header.
    pub name: Cow<'static, str>,
    /// What kind of values stand in it.
    pub kind: Kind,
    /// What they mean.
    pub description: Cow<'static, str>,
    /// Does every row have a value?
    pub is_required: bool,
    /// The smallest value, where one is known.
    pub minimum: Option<i64>,
    /// The largest value, where one is known.
    pub maximum: Option<i64>,
    /// Every value that can stand there, where they are few.
    pub values: &'static [&'static str],
    /// The name in the taxonomy of the Fiscal Data Package, where there is one.
    pub column_type: Option<&'static str>,
}

/// What kind of values stand in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts for people.
    Text,
    /// Texts for programs.
    Code,
    /// Whole numbers.
    Whole,
    /// Money in units of the currency, with as many decimals as the currency has.
    Money,
    /// Other numbers with decimals.
    Decimal,
    /// Years.
    Year,
    /// `true` or `false`.
    Flag,
}

impl Kind {
    /// The type in a Table Schema.
    pub const fn schema_type(self) -> &'static str {
        match self {
            Self::Text | Self::Code => "string",
            Self::Whole => "integer",
            Self::Money | Self::Decimal => "number",
            Self::Year => "year",
            Self::Flag => "boolean",
        }
    }

    /// Is it a number in a workbook?
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Money | Self::Decimal | Self::Year)
    }
}

impl Table {
    /// The name of the file.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The header.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &*column.name)
    }
}

impl Column {
    /// A column whose cells may be empty.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        description: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            name: name.into(),
            kind,
            description: description.into(),
            is_required: false,
            minimum: None,
            maximum: None,
            values: &[],
            column_type: None,
        }
    }

    /// The same with a value in every row.
    #[must_use]
    pub fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same with a smallest value.
    #[must_use]
    pub fn at_least(self, minimum: i64) -> Self {
        Self { minimum: Some(minimum), ..self }
    }

    /// The same with a largest value.
    #[must_use]
    pub fn at_most(self, maximum: i64) -> Self {
        Self { maximum: Some(maximum), ..self }
    }

    /// The same with nothing but these values.
    #[must_use]
    pub fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// The same with its name in the fiscal taxonomy.
    #[must_use]
    pub fn fiscal(self, column_type: &'static str) -> Self {
        Self { column_type: Some(column_type), ..self }
    }
}
