//! `cargo xtask demo`: the whole product on this machine, with a sample consultation.

use std::{
    fs,
    io::Write as _,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{print, run, say, workspace},
};

mod deadline;

const SLUG: &str = "primerovo-2027";
const OFFICER: &str = "demo";
const WORKBOOK: &str = "tests/fixtures/sample-budget.xlsx";
const CONSULTATION: &str = "tests/fixtures/sample-consultation.toml";
/// As it stands in index.html, which is a page that somebody could have written by hand.
const ADDRESS_IN_PAGE: &str = "http://127.0.0.1:8080";
/// Written when the sample is complete, so that a folder with anything else in it is never touched.
const COMPLETE: &str = "demo-complete";

/// `cargo xtask demo [--data DIR] [--listen ADDRESS] [--new-password]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    check_address(&options.listen)?;
    let has_sample = has_sample(&options.data)?;
    build::widget()?;
    let server = Server { executable: build::server(false)?, data: options.data };
    let password = if has_sample {
        say(&format!("Using the sample consultation in {}.", server.data.display()));
        options.new_password.then(|| server.new_password()).transpose()?
    } else {
        Some(server.load_sample()?)
    };
    let home = home_page(&options.listen)?;
    let address = format!("http://{}", options.listen);
    print(&format!(
        "\n  a municipal page   {address}/\n  the consultation   {address}/c/{SLUG}\n  for officers       {address}/officer"
    ));
    print(&match password {
        Some(password) => {
            format!("  log in as          {OFFICER}, password {password}\n\nStop with Ctrl+C.\n")
        }
        None => format!(
            "  log in as          {OFFICER}; for a new password run this with --new-password\n\nStop with Ctrl+C.\n"
        ),
    });
    server.serve(&options.listen, &home)
}

struct Options {
    data: PathBuf,
    listen: String,
    new_password: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            data: build::target_folder().join("demo"),
            listen: "127.0.0.1:8080".to_owned(),
            new_password: false,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--data" => options.data = workspace().join(value()?),
                "--listen" => value()?.clone_into(&mut options.listen),
                "--new-password" => options.new_password = true,
                _ => bail!("demo takes --data DIR, --listen ADDRESS and --new-password, not `{argument}`"),
            }
        }
        Ok(options)
    }
}

/// Before minutes of building.
fn check_address(listen: &str) -> Result<()> {
    if let Err(cause) = TcpListener::bind(listen) {
        bail!(
            "cannot listen on {listen} ({cause}). Stop what uses that port, or choose another: \
             cargo xtask demo --listen 127.0.0.1:8081"
        );
    }
    Ok(())
}

/// Is the sample there, from an earlier time?
///
/// # Errors
/// When the folder holds something that is not the demo's.
fn has_sample(data: &Path) -> Result<bool> {
    if data.join(COMPLETE).exists() {
        return Ok(true);
    }
    let is_empty = fs::read_dir(data).map_or(true, |mut entries| entries.next().is_none());
    let is_ours = data == build::target_folder().join("demo");
    if !is_empty && !is_ours {
        bail!("{} holds something else. Name an empty folder with --data", data.display());
    }
    if !is_empty {
        say("The last demo did not get to its end; its data folder is made anew.");
        fs::remove_dir_all(data).with_context(|| format!("cannot empty {}", data.display()))?;
    }
    Ok(false)
}

struct Server {
    executable: PathBuf,
    data: PathBuf,
}

impl Server {
    /// Gives the officer's password.
    fn load_sample(&self) -> Result<String> {
        fs::create_dir_all(&self.data).with_context(|| format!("cannot make {}", self.data.display()))?;
        say(&format!("Loading the sample consultation into {}.", self.data.display()));
        let data = &self.data;
        let [workbook, consultation] = [WORKBOOK, CONSULTATION].map(|path| workspace().join(path));
        load(
            self.glasno("consultation")
                .args(["create", SLUG, "--from"])
                .arg(consultation)
                .args(["--closes-at", &deadline::in_some_weeks()?, "--data"])
                .arg(data),
        )?;
        load(self.glasno("import").arg(workbook).args(["--consultation", SLUG, "--data"]).arg(data))?;
        load(self.glasno("consultation").args(["open", SLUG, "--data"]).arg(data))?;
        let password = self.new_password()?;
        fs::write(data.join(COMPLETE), "").context("cannot finish the sample")?;
        Ok(password)
    }

    /// The password goes through standard input, so that no list of processes shows it.
    fn new_password(&self) -> Result<String> {
        say("Making an officer's account.");
        let password = random_password()?;
        let mut command = self.glasno("officer");
        command.args(["add", OFFICER, "--data"]).arg(&self.data).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().context("cannot start the server's executable")?;
        let mut input = child.stdin.take().context("the server's executable takes no input")?;
        writeln!(input, "{password}").context("the server's executable did not read the password")?;
        drop(input);
        if !child.wait().context("the server's executable went away")?.success() {
            bail!("the officer's account was not made; the message above says why");
        }
        Ok(password)
    }

    fn serve(&self, listen: &str, home: &Path) -> Result<()> {
        let mut command = self.glasno("serve");
        command.args(["--listen", listen, "--data"]).arg(&self.data).arg("--home").arg(home);
        run(&mut command, "the server stopped with a failure; its message above says why")
    }

    fn glasno(&self, subcommand: &str) -> Command {
        let mut command = Command::new(&self.executable);
        command.arg(subcommand);
        command
    }
}

fn load(command: &mut Command) -> Result<()> {
    run(command.stdout(Stdio::null()), "the sample could not be loaded; the message above says why")
}

/// index.html with the address that is really listened on.
fn home_page(listen: &str) -> Result<PathBuf> {
    let source = workspace().join("index.html");
    let page = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let path = build::target_folder().join("demo-home.html");
    fs::write(&path, page.replace(ADDRESS_IN_PAGE, &format!("http://{listen}")))
        .context("cannot write the demo's page")?;
    Ok(path)
}

/// 80 bits, in letters and digits that cannot be mistaken for each other.
fn random_password() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_somebodys_data_is_not_touched() {
        let data = std::env::temp_dir().join(format!("glasno-demo-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        assert!(!has_sample(&data).unwrap(), "an empty folder is welcome");
        fs::write(data.join("glasno.db"), "precious").unwrap();
        let refusal = has_sample(&data).unwrap_err().to_string();
        assert!(data.join("glasno.db").exists() && refusal.contains("--data"), "{refusal}");
        fs::write(data.join(COMPLETE), "").unwrap();
        assert!(has_sample(&data).unwrap());
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_taken_port_is_said_before_anything_is_built() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let refusal = check_address(&taken.local_addr().unwrap().to_string()).unwrap_err().to_string();
        assert!(refusal.contains("--listen"), "{refusal}");
    }

    #[test]
    fn two_demos_never_share_a_password() {
        let (one, other) = (random_password().unwrap(), random_password().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 16);
    }
}
