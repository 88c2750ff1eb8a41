//! How this program speaks and how it runs others.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

/// The folder of the workspace. Asked of the cargo that runs us first, since a checkout may have moved after we
/// were compiled.
pub(crate) fn workspace() -> PathBuf {
    let compiled_in = || env!("CARGO_MANIFEST_DIR").into();
    let own_folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(compiled_in));
    own_folder.ancestors().nth(2).unwrap_or(&own_folder).to_path_buf()
}

/// One calm line on standard error, where cargo speaks too, so that the order is kept.
pub(crate) fn say(line: &str) {
    // A closed standard error leaves nobody to tell.
    drop(writeln!(std::io::stderr(), "{line}"));
}

/// A result that was asked for, on standard output.
pub(crate) fn print(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// The failure as one sentence, the causes after a colon each.
pub(crate) fn complain(error: &anyhow::Error) {
    say(&format!("\nxtask: {error:#}"));
}

/// The cargo that started this program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace());
    command
}

/// Runs a program to its end with its own output shown.
///
/// # Errors
/// `failed` is the sentence for a program that ended with a failure; one that cannot start says so itself.
pub(crate) fn run(command: &mut Command, failed: &str) -> Result<()> {
    let name = name_of(command);
    let status = command.status().with_context(|| format!("cannot start `{name}`"))?;
    if !status.success() {
        bail!("{failed}");
    }
    Ok(())
}

/// Runs a program to its end and takes its standard output.
///
/// # Errors
/// As [`run`].
pub(crate) fn output(command: &mut Command, failed: &str) -> Result<String> {
    let name = name_of(command);
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        bail!("{failed}");
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{name}` printed something that is not UTF-8"))
}

/// The full path of a program on the search path, if it is there.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn name_of(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
