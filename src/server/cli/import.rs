//! `glasno import`: a budget draft from a workbook, proved before it counts.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use glasno_model::{Currency, Slug, Text};
use glasno_store::DATABASE_FILE;
use glasno_words::{Language, Speak as _, server::Word};

use super::{Done, data, refused::Refused};
use crate::{
    clock::{Clock as _, SystemClock},
    http::texts_language,
    import::{self, Imported, Layout, MAX_BYTES, NamedFile, Options},
};

/// What `import` is told.
#[derive(Debug, Args)]
#[command(after_help = TABLES)]
pub struct Arguments {
    /// The workbook: XLSX, or CSV in UTF-8 or Windows-1251.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder with everything that is kept. A dry run needs none.
    #[arg(long, env = "GLASNO_DATA", value_name = "DIR", required_unless_present = "dry_run")]
    data: Option<PathBuf>,
    /// The consultation that the draft belongs to. A dry run needs none.
    #[arg(
        long,
        env = "GLASNO_CONSULTATION",
        value_name = "SLUG",
        required_unless_present = "dry_run",
        requires = "data"
    )]
    consultation: Option<Slug>,
    /// How the file is laid out; found out from its header where nobody says it.
    #[arg(long, env = "GLASNO_LAYOUT", value_name = "ebk|lines")]
    layout: Option<LayoutName>,
    /// The total that the file must have, in its own currency, as it is printed.
    #[arg(long, env = "GLASNO_EXPECT_TOTAL", value_name = "N", allow_hyphen_values = true)]
    expect_total: Option<String>,
    /// The currency of the file; found out where nobody says it.
    #[arg(long, env = "GLASNO_FILE_CURRENCY", value_name = "EUR|BGN|…")]
    file_currency: Option<Currency>,
    /// The budget's year; found out where nobody says it.
    #[arg(long, env = "GLASNO_FISCAL_YEAR", value_name = "YEAR")]
    fiscal_year: Option<u16>,
    /// A sheet that stands in a file of its own, for drafts in CSV: `projects=projects.csv`. See the sheets below.
    #[arg(long, env = "GLASNO_SHEET", value_name = "NAME=FILE")]
    sheet: Vec<SheetFile>,
    /// Whose figures these are: `bg=По бюджета на …`. Without a language, in that of --language.
    #[arg(long, env = "GLASNO_NOTE", value_name = "[bg=|en=]TEXT")]
    note: Vec<String>,
    /// Reads and proves, and stores nothing.
    #[arg(long, env = "GLASNO_DRY_RUN")]
    dry_run: bool,
    /// Prints what was found as JSON.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// The tables that an officer may give, column by column.
const TABLES: &str = "\
The lines stand in one sheet, in one of two layouts:
  ebk    the wide annex of a Bulgarian municipality: activity_code, activity_name,
         state_personnel … topup_total, total
  lines  one row a line: id, name_bg, amount; parent, code, currency, and all columns that
         the sheet of explanations has

Sheets beside it, known by their English or Bulgarian names; any of them may be left out:
  explanations (Пояснения)  line; description_bg, discretion, decided_by_bg, min, max,
                            bounds_reason_bg, step, unit_amount, unit_name_bg, other years
  consequences (Последици)  line, percent (-10, 5), text_bg: shown from that change on
  revenue (Приходи)         id, name_bg, amount; code, description_bg, other years
  levers (Лостове)          revenue, name_bg, yield: a row for each step, with how much more
                            or (with a minus) less it brings
  areas (Области)           id, kind, name_bg; description_bg. The kind is pot (a pot is
                            shared over it) or place (projects are found by it)
  projects (Проекти)        id, name_bg, cost; place_bg, area, description_bg

What stands before a semicolon must be there. Each text also in other languages: name_en.
A line or a revenue is named by its id, or by its code where only one has it.
Other years are columns such as adopted_2026, revised_2026, reported_2025. Until 2025 they
are read as leva, from 2026 as euro, unless the header says otherwise: reported_2025_eur.
A sheet is in the currency of the lines, unless its title, its header or its column
currency names another.";

/// `NAME=FILE`.
#[derive(Debug, Clone)]
struct SheetFile {
    name: String,
    file: PathBuf,
}

impl std::str::FromStr for SheetFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, file)) if !name.is_empty() && !file.is_empty() => {
                Ok(Self { name: name.to_owned(), file: file.into() })
            }
            _ => Err("NAME=FILE is expected, such as projects=projects.csv".to_owned()),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LayoutName {
    Ebk,
    Lines,
}

impl From<LayoutName> for Layout {
    fn from(name: LayoutName) -> Self {
        match name {
            LayoutName::Ebk => Self::Ebk,
            LayoutName::Lines => Self::Lines,
        }
    }
}

/// Does it.
///
/// # Errors
/// With everything that is wrong with the file; then nothing is stored.
pub fn run(arguments: &Arguments, language: Language) -> Done {
    let bytes = read(&arguments.file, language)?;
    let sheets = arguments.sheet.iter().map(|sheet| {
        let bytes = read(&sheet.file, language)?;
        Ok(NamedFile { sheet: sheet.name.clone(), bytes })
    });
    let sheets = sheets.collect::<Result<Vec<_>, Refused>>()?;
    let target = match (&arguments.data, &arguments.consultation) {
        // A dry run makes no folder.
        (Some(folder), Some(slug)) if !arguments.dry_run || folder.join(DATABASE_FILE).exists() => {
            Some((data::open(folder, language)?, slug))
        }
        _ => None,
    };
    let runtime = data::runtime(language)?;
    let currency = runtime.block_on(async {
        let Some((store, slug)) = &target else { return Ok(None) };
        currency_of(store, slug, arguments.dry_run, language).await
    })?;
    let imported = understand(arguments, &bytes, sheets, currency, language)?;
    let version = match &target {
        Some((store, slug)) if !arguments.dry_run => {
            let add = glasno_store::Store::add_draft(store, slug, imported.draft.clone(), SystemClock.now());
            Some(runtime.block_on(add).map_err(|error| Refused::by_store(&error, language))?)
        }
        _ => None,
    };
    tell(arguments, &imported, version, language)
        .map_err(|error| Refused::by_file(&arguments.file, &error, language))
}

/// One byte more than allowed, so that the import sees that it is too large.
fn read(path: &Path, language: Language) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| Refused::by_file(path, &error, language))?;
    Ok(bytes)
}

/// The currency of a consultation, which for a dry run need not be there yet.
async fn currency_of(
    store: &dyn glasno_store::Store,
    slug: &Slug,
    dry_run: bool,
    language: Language,
) -> Result<Option<Currency>, Refused> {
    let snapshot = store.snapshot(slug).await.map_err(|error| Refused::by_store(&error, language))?;
    match snapshot {
        Some(snapshot) => Ok(Some(snapshot.record.consultation.currency)),
        None if dry_run => Ok(None),
        None => Err(Refused::no_consultation(slug, store, language).await),
    }
}

fn understand(
    arguments: &Arguments,
    bytes: &[u8],
    sheets: Vec<NamedFile>,
    currency: Option<Currency>,
    language: Language,
) -> Result<Imported, Refused> {
    let name = arguments.file.file_name().unwrap_or(arguments.file.as_os_str()).to_string_lossy();
    let options = Options {
        layout: arguments.layout.map(Layout::from),
        currency_of_file: arguments.file_currency,
        fiscal_year: arguments.fiscal_year,
        expect_total: arguments.expect_total.clone(),
        note: note(&arguments.note, language),
        sheets,
        ..Options::new(currency)
    };
    import::import(&name, bytes, &options).map_err(|errors| {
        let mut sentences = vec![Word::CliImportRefused.say(language, &[("file", &name)])];
        let found: Vec<String> = errors.iter().map(|error| error.say(language)).collect();
        if arguments.json {
            // The sentences stand on standard error all the same; whoever reads neither has the exit code.
            let _ = writeln!(std::io::stdout(), "{:#}", serde_json::json!({ "errors": found }));
        }
        sentences.extend(found);
        Refused::with(sentences)
    })
}

fn note(notes: &[String], language: Language) -> Text {
    notes.iter().fold(Text::default(), |text, note| match note.split_once('=') {
        Some((tag, rest)) if Language::from_tag(tag).is_some_and(|known| known.tag() == tag) => {
            text.with(texts_language(Language::from_tag(tag).unwrap_or(language)), rest)
        }
        _ => text.with(texts_language(language), note.as_str()),
    })
}

fn tell(
    arguments: &Arguments,
    imported: &Imported,
    version: Option<u32>,
    language: Language,
) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if arguments.json {
        let found = serde_json::json!({ "draft_version": version, "report": imported.report });
        return writeln!(out, "{found:#}");
    }
    writeln!(out, "{}", imported.report.say(language))?;
    match version {
        Some(version) => {
            writeln!(out, "{}", Word::CliImported.say(language, &[("version", &version.to_string())]))
        }
        None => writeln!(out, "{}", Word::CliImportDry.text(language)),
    }
}
