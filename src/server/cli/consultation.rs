//! `glasno consultation`: made, changed, opened, closed, shown.

use std::{io::Write as _, sync::Arc};

use clap::{Args, Subcommand};
use glasno_model::{BudgetDraft, Slug, Stage};
use glasno_store::{ConsultationRecord, Store, StoreError};
use glasno_words::{Language, server::Word};

use super::{
    Done,
    data::{self, Data},
    refused::Refused,
    settings::Sources,
};
use crate::clock::{Clock as _, SystemClock};

mod empty;
mod show;

/// What can be done about consultations.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a consultation, in the stage draft: nobody sees it before it is opened.
    Create(Box<ChangeArguments>),
    /// Changes what a consultation says; what is not named stays as it is.
    Update(Box<ChangeArguments>),
    /// Lets citizens take part from its opening time on, or at once where it has none.
    Open(NameArguments),
    /// Takes no more ballots.
    Close(NameArguments),
    /// Shows a consultation: stage, draft, counts.
    Show(ShowArguments),
}

/// A consultation and what it should say.
#[derive(Debug, Args)]
pub struct ChangeArguments {
    #[command(flatten)]
    name: NameArguments,
    #[command(flatten)]
    sources: Sources,
}

/// A consultation.
#[derive(Debug, Args)]
pub struct NameArguments {
    /// Its name in addresses: small Latin letters, digits and hyphens.
    #[arg(value_name = "SLUG")]
    slug: Slug,
    #[command(flatten)]
    data: Data,
}

/// A consultation, and how to show it.
#[derive(Debug, Args)]
pub struct ShowArguments {
    #[command(flatten)]
    name: NameArguments,
    /// Prints it as JSON, amounts in minor units.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// Does it.
///
/// # Errors
/// When a setting is wrong, the consultation is not there or already there, or the database cannot be used.
pub fn run(command: Command, language: Language) -> Done {
    match command {
        Command::Create(arguments) => create(&arguments, language),
        Command::Update(arguments) => update(&arguments, language),
        Command::Open(name) => set_stage(&name, Stage::Open, language),
        Command::Close(name) => set_stage(&name, Stage::Closed, language),
        Command::Show(arguments) => data::with_store(&arguments.name.data, language, async |store| {
            show(store, &arguments, language).await
        }),
    }
}

fn create(ChangeArguments { name, sources }: &ChangeArguments, language: Language) -> Done {
    let record = sources.read(language)?.apply(None, &name.slug, language)?;
    data::with_store(&name.data, language, async |store| match store.create_consultation(&record).await {
        Err(StoreError::AlreadyThere(_)) => {
            Err(Refused::because(Word::CliConsultationThere, language, &[("slug", name.slug.as_str())]))
        }
        done => done.map_err(|error| Refused::by_store(&error, language)),
    })
}

fn update(ChangeArguments { name, sources }: &ChangeArguments, language: Language) -> Done {
    let settings = sources.read(language)?;
    data::with_store(&name.data, language, async |store| {
        let (before, draft) = find(store, &name.slug, language).await?;
        let currency = before.consultation.currency;
        let record = settings.apply(Some(before), &name.slug, language)?;
        // The draft's amounts would be read in a currency that they are not in.
        if draft.is_some() && record.consultation.currency != currency {
            let values = [("slug", name.slug.as_str()), ("currency", currency.code())];
            return Err(Refused::because(Word::CliOtherCurrency, language, &values));
        }
        store.update_consultation(&record).await.map_err(|error| Refused::by_store(&error, language))
    })
}

fn set_stage(name: &NameArguments, stage: Stage, language: Language) -> Done {
    data::with_store(&name.data, language, async |store| {
        let (mut record, draft) = find(store, &name.slug, language).await?;
        if stage == Stage::Open {
            // Citizens would find an empty table.
            let Some(draft) = draft else {
                return Err(Refused::because(
                    Word::CliOpenWithoutDraft,
                    language,
                    &[("slug", name.slug.as_str())],
                ));
            };
            for sentence in empty::ways(&record.consultation, &draft, language) {
                // Where nobody reads it, the consultation is opened all the same.
                let _ = writeln!(std::io::stderr(), "{sentence}");
            }
        }
        record.stage = stage;
        store.update_consultation(&record).await.map_err(|error| Refused::by_store(&error, language))
    })
}

/// The record of a consultation, and its newest draft where it has one.
async fn find(
    store: &dyn Store,
    slug: &Slug,
    language: Language,
) -> Result<(ConsultationRecord, Option<Arc<BudgetDraft>>), Refused> {
    match store.snapshot(slug).await.map_err(|error| Refused::by_store(&error, language))? {
        Some(snapshot) => Ok((snapshot.record.clone(), snapshot.draft.clone())),
        None => Err(Refused::no_consultation(slug, store, language).await),
    }
}

async fn show(store: &dyn Store, arguments: &ShowArguments, language: Language) -> Done {
    let slug = &arguments.name.slug;
    let by_store = |error| Refused::by_store(&error, language);
    let Some(snapshot) = store.snapshot(slug).await.map_err(by_store)? else {
        return Err(Refused::no_consultation(slug, store, language).await);
    };
    let counts = store.counts(slug).await.map_err(by_store)?;
    let now = SystemClock.now();
    let text = if arguments.json {
        show::json(&snapshot, counts, now)
    } else {
        show::sentences(&snapshot, counts, now, language)
    };
    writeln!(std::io::stdout(), "{text}")
        .map_err(|error| Refused::because(Word::CliStartFailed, language, &[("cause", &error.to_string())]))
}
