//! What each sheet of a file is about, by its name in English or Bulgarian.

use super::read::{self, Sheet};
use super::{ImportError, Kind, NamedFile, Place};

/// What a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The lines themselves, in one of the layouts.
    Lines,
    /// More about lines that stand elsewhere.
    Explanations,
    Consequences,
    Revenue,
    Levers,
    Areas,
    Projects,
}

impl Role {
    const ALL: [Self; 7] = [
        Self::Lines,
        Self::Explanations,
        Self::Consequences,
        Self::Revenue,
        Self::Levers,
        Self::Areas,
        Self::Projects,
    ];

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Lines => ("lines", "Разходи"),
            Self::Explanations => ("explanations", "Пояснения"),
            Self::Consequences => ("consequences", "Последици"),
            Self::Revenue => ("revenue", "Приходи"),
            Self::Levers => ("levers", "Лостове"),
            Self::Areas => ("areas", "Области"),
            Self::Projects => ("projects", "Проекти"),
        }
    }

    fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        Self::ALL.into_iter().find(|role| {
            let (english, bulgarian) = role.names();
            name == english || name == bulgarian.to_lowercase()
        })
    }
}

/// The names of all sheets that we know: `lines (Разходи), explanations (Пояснения), …`.
pub(super) fn sheet_names() -> String {
    let both = |role: Role| {
        let (english, bulgarian) = role.names();
        format!("{english} ({bulgarian})")
    };
    Role::ALL.map(both).join(", ")
}

/// The sheets of a file by what they are about.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Those among which the lines are looked for: all with other names than these below.
    pub(super) main: Vec<Sheet>,
    /// What stands beside the lines. Several sheets of one role are the candidates of one CSV file.
    beside: Vec<(Role, Vec<Sheet>)>,
}

impl Book {
    /// Reads a file, and those that the officer gives for single sheets. A CSV file is named like a sheet by its own
    /// name: `projects.csv`.
    pub(super) fn read(file_name: &str, bytes: &[u8], files: &[NamedFile]) -> Result<Self, ImportError> {
        let mut book = Self::default();
        let sheets = read::read(bytes)?;
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        if sheets.iter().all(|sheet| sheet.name.is_none()) {
            match Role::of(stem).filter(|role| *role != Role::Lines) {
                Some(role) => book.beside.push((role, sheets)),
                None => book.main = sheets,
            }
        } else {
            for sheet in sheets {
                let role = Role::of(sheet.name.as_deref().unwrap_or_default());
                match role.filter(|role| *role != Role::Lines) {
                    Some(role) => book.put(role, vec![sheet])?,
                    None => book.main.push(sheet),
                }
            }
        }
        for file in files {
            let place = || Place { sheet: Some(file.sheet.as_str().into()), ..Place::default() };
            let role = Role::of(&file.sheet).ok_or_else(|| ImportError {
                place: Place::default(),
                kind: Kind::UnknownSheet(file.sheet.clone()),
            })?;
            let mut sheets =
                read::read(&file.bytes).map_err(|error| ImportError { place: place(), kind: error.kind })?;
            for sheet in sheets.iter_mut().filter(|sheet| sheet.name.is_none()) {
                sheet.name = place().sheet;
                if let Some(fault) = &mut sheet.fault {
                    fault.place.sheet = place().sheet;
                }
            }
            match role {
                Role::Lines => book.main.extend(sheets),
                _ => book.put(role, sheets)?,
            }
        }
        Ok(book)
    }

    /// The sheets of this role: one, the candidates of a CSV file, or none.
    pub(super) fn sheets(&self, role: Role) -> &[Sheet] {
        self.beside.iter().find(|(other, _)| *other == role).map_or(&[], |(_, sheets)| sheets)
    }

    /// Is there anything beside the lines?
    pub(super) fn has_more(&self) -> bool {
        !self.beside.is_empty()
    }

    /// Does any sheet say that it holds the lines?
    pub(super) fn names_lines(&self) -> bool {
        let is_named =
            |sheet: &Sheet| Role::of(sheet.name.as_deref().unwrap_or_default()) == Some(Role::Lines);
        self.main.iter().any(|sheet| is_named(sheet) && !sheet.rows.is_empty())
    }

    fn put(&mut self, role: Role, sheets: Vec<Sheet>) -> Result<(), ImportError> {
        if sheets.iter().all(|sheet| sheet.rows.is_empty() && sheet.fault.is_none()) {
            return Ok(());
        }
        let name = |sheets: &[Sheet]| {
            sheets.first().and_then(|sheet| sheet.name.as_deref()).unwrap_or(role.names().0).to_owned()
        };
        if let Some((_, first)) = self.beside.iter().find(|(other, _)| *other == role) {
            let kind = Kind::SheetTwice { first: name(first), second: name(&sheets) };
            return Err(ImportError { place: Place::default(), kind });
        }
        self.beside.push((role, sheets));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_known_by_its_name_in_either_language() {
        for (name, role) in [
            ("lines", Some(Role::Lines)),
            (" ПРОЕКТИ ", Some(Role::Projects)),
            ("Последици", Some(Role::Consequences)),
            ("Проекти 2027", None),
        ] {
            assert_eq!(Role::of(name), role, "{name}");
        }
        assert!(sheet_names().ends_with("projects (Проекти)"));
    }

    #[test]
    fn a_csv_file_is_named_like_a_sheet_by_its_own_name() {
        let book = |name: &str| Book::read(name, b"id,name,cost\n", &[]).unwrap();
        assert_eq!(book("projects.csv").sheets(Role::Projects).len(), 1);
        assert!(book("Проекти.csv").main.is_empty());
        assert_eq!((book("budget.csv").main.len(), book("lines.csv").main.len()), (1, 1));
    }
}
