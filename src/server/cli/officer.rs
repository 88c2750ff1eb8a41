//! `glasno officer add`: who may log in.

use std::io::{BufRead as _, IsTerminal as _};

use clap::Subcommand;
use glasno_words::{Language, Speak as _, server::Word};

use super::{
    Done,
    data::{self, Data},
    refused::Refused,
};
use crate::{
    clock::{Clock as _, SystemClock},
    http::password,
    random::SystemRandom,
};

/// The longest name.
const NAME_CHARACTERS: usize = 64;

/// What can be done about officers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Adds an officer, or gives one a new password. The password is asked for without showing it, or read as one
    /// line from standard input.
    Add {
        /// The name to log in with.
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        data: Data,
    },
}

/// Does it.
///
/// # Errors
/// When the name or the password does not do, or the database cannot be used.
pub fn run(Command::Add { name, data }: &Command, language: Language) -> Done {
    let length = name.chars().count();
    if !(1..=NAME_CHARACTERS).contains(&length) || name.trim() != name || name.chars().any(char::is_control) {
        return Err(Refused::because(Word::CliOfficerName, language, &[]));
    }
    let password = ask(language)?;
    let broken = |error: &dyn std::fmt::Display| {
        Refused::because(Word::CliStartFailed, language, &[("cause", &error.to_string())])
    };
    if password.chars().count() < password::LEAST_CHARACTERS {
        let least = password::LEAST_CHARACTERS.to_string();
        return Err(Refused::because(Word::CliPasswordShort, language, &[("least", &least)]));
    }
    if password.len() > password::MOST_BYTES {
        let most = password::MOST_BYTES.to_string();
        return Err(Refused::because(Word::CliPasswordLong, language, &[("most", &most)]));
    }
    let hash = password::hash(&SystemRandom, &password).map_err(|error| broken(&error))?;
    data::with_store(data, language, async |store| {
        let put = store.put_officer(name, &hash, SystemClock.now()).await;
        put.map_err(|error| Refused::by_store(&error, language))
    })
}

fn ask(language: Language) -> Result<String, Refused> {
    let failed = |error: std::io::Error| {
        Refused::because(Word::CliPasswordUnread, language, &[("cause", &error.to_string())])
    };
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).map_err(failed)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
    }
    let prompt = |word: Word| rpassword::prompt_password(word.text(language)).map_err(failed);
    let password = prompt(Word::CliPasswordPrompt)?;
    if password == prompt(Word::CliPasswordAgain)? {
        Ok(password)
    } else {
        Err(Refused::because(Word::CliPasswordsDiffer, language, &[]))
    }
}
