//! The kinds of file that a download can be.

use glasno_model::Slug;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One row a submission, one column a line, and one for each thing that can be chosen.
    Csv,
    /// One row for each amount, choice, answer and comment.
    CsvLong,
    /// A workbook: submissions, budget lines, comments, answers, and what the columns mean.
    Xlsx,
    /// Everything, for programs.
    Json,
    /// Open data for everybody, to be counted again.
    Zip,
}

/// There is no download of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a format: choose csv, csv-long, xlsx, json or zip")]
pub struct UnknownFormat(pub String);

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Csv, Self::CsvLong, Self::Xlsx, Self::Json, Self::Zip];

    /// The name in addresses and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvLong => "csv-long",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Zip => "zip",
        }
    }

    /// The end of the file's name, without the point.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvLong => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Zip => "zip",
        }
    }

    /// The media type of the file.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvLong => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::Zip => "application/zip",
        }
    }

    /// The name under which a browser saves the file; two formats of a consultation never share it.
    pub fn file_name(self, slug: &Slug) -> String {
        match self {
            Self::CsvLong => format!("{slug}-long.csv"),
            other => format!("{slug}.{}", other.extension()),
        }
    }
}

impl core::fmt::Display for Format {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.code())
    }
}

impl core::str::FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.code() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_saves_every_format_under_a_name_of_its_own() {
        let slug: Slug = "sofia-2027".parse().unwrap();
        let names = Format::ALL.map(|format| format.file_name(&slug));
        assert_eq!(
            names,
            ["sofia-2027.csv", "sofia-2027-long.csv", "sofia-2027.xlsx", "sofia-2027.json", "sofia-2027.zip"]
        );
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("CSV".parse::<Format>(), Err(UnknownFormat("CSV".into())));
    }
}
