//! The command line: how an operator reaches everything that Glasno does. `--help` is the manual.
//!
//! Every flag can also be set by an environment variable. Exit codes: 0 done, 1 refused (the reason stands on
//! standard error, in the operator's language), 2 wrong usage. What a command changes takes effect in a running
//! server at once, because both read the same database.
//!
//! To add a command: a file here with its arguments and what it does, and a variant of `Command`.

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};
use glasno_words::Language;

mod backup;
mod consultation;
mod data;
mod divide;
mod export;
mod import;
mod input;
mod officer;
mod outcome;
mod recount;
mod refused;
mod results;
mod serve;
mod settings;

use refused::Refused;

/// Budget consultations: a municipality asks, citizens move the money, the council reads what they propose.
#[derive(Debug, Parser)]
#[command(
    name = "glasno",
    version,
    after_help = "Exit codes: 0 done, 1 refused, 2 wrong usage.\nA first consultation:\n  \
        glasno consultation create sofia-2027 --data /var/lib/glasno --from sofia-2027.toml\n  \
        glasno import budget.xlsx --data /var/lib/glasno --consultation sofia-2027 --dry-run\n  \
        glasno import budget.xlsx --data /var/lib/glasno --consultation sofia-2027\n  \
        glasno officer add ivanova --data /var/lib/glasno\n  \
        glasno consultation open sofia-2027 --data /var/lib/glasno\n  \
        glasno serve --data /var/lib/glasno --public-url https://glasno.example.bg --trusted-proxy 127.0.0.1"
)]
struct Cli {
    /// The language of messages and exports: bg or en. Without it, the one that LANG names.
    #[arg(long, global = true, env = "GLASNO_LANGUAGE", value_name = "bg|en", value_parser = read_language)]
    language: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves citizens and officers.
    Serve(serve::Arguments),
    /// Reads a budget draft from a workbook (XLSX, CSV) into a consultation.
    Import(import::Arguments),
    /// Makes consultations, opens and closes them.
    #[command(subcommand)]
    Consultation(consultation::Command),
    /// Manages who may log in.
    #[command(subcommand)]
    Officer(officer::Command),
    /// Shows what the ballots come to, line by line, as officers see it.
    Results(results::Arguments),
    /// Writes what citizens proposed to a file.
    Export(export::Arguments),
    /// Counts an election of projects (a Pabulib file) by a rule, and says why each project is funded or not.
    Outcome(outcome::Arguments),
    /// Aggregates divisions of a fixed total, exactly.
    Divide(divide::Arguments),
    /// Counts an open-data package again, and says whether it is as it should be.
    Recount(recount::Arguments),
    /// Copies everything to one file, while the server runs.
    Backup(backup::BackupArguments),
    /// Makes a data folder from a backup.
    Restore(backup::RestoreArguments),
}

/// What a command comes to.
type Done = Result<(), Refused>;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let language = cli.language.unwrap_or_else(|| language_of(std::env::var("LANG").ok().as_deref()));
    let done = match cli.command {
        Command::Serve(arguments) => serve::run(arguments, language),
        Command::Import(arguments) => import::run(&arguments, language),
        Command::Consultation(command) => consultation::run(command, language),
        Command::Officer(command) => officer::run(&command, language),
        Command::Results(arguments) => results::run(&arguments, language),
        Command::Export(arguments) => export::run(&arguments, language),
        Command::Outcome(arguments) => outcome::run(&arguments, language),
        Command::Divide(arguments) => divide::run(&arguments, language),
        Command::Recount(arguments) => recount::run(&arguments, language),
        Command::Backup(arguments) => backup::backup(&arguments, language),
        Command::Restore(arguments) => backup::restore(&arguments, language),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(refused) => {
            // Where standard error is gone there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "{refused}");
            ExitCode::from(1)
        }
    }
}

fn read_language(tag: &str) -> Result<Language, String> {
    let known = || Language::ALL.map(Language::tag).join(", ");
    Language::from_tag(tag).ok_or_else(|| format!("choose one of {}", known()))
}

/// `bg_BG.UTF-8` is Bulgarian. A system that names no language of ours gets English: on such a terminal Cyrillic
/// may not show.
fn language_of(lang: Option<&str>) -> Language {
    lang.and_then(|lang| Language::from_tag(lang.split(['_', '.', '@']).next()?)).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn an_operator_can_set_every_flag_by_the_environment() {
        fn check(command: &clap::Command) {
            for argument in command.get_arguments().filter(|argument| !argument.is_positional()) {
                let (name, variable) = (argument.get_id().as_str(), argument.get_env());
                let by_us = !matches!(name, "help" | "version");
                let expected = format!("GLASNO_{}", name.to_uppercase());
                assert!(
                    !by_us || variable.is_some_and(|variable| *variable == *expected),
                    "{} --{name}",
                    command.get_name()
                );
            }
            command.get_subcommands().for_each(check);
        }
        let mut command = Cli::command();
        command.build();
        check(&command);
    }

    #[test]
    fn the_manual_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_operator_reads_the_language_of_the_system() {
        for (lang, expected) in [
            (Some("bg_BG.UTF-8"), Language::Bg),
            (Some("bg"), Language::Bg),
            (Some("en_GB.UTF-8"), Language::En),
            (Some("C.UTF-8"), Language::En),
            (None, Language::En),
        ] {
            assert_eq!(language_of(lang), expected, "{lang:?}");
        }
    }
}
