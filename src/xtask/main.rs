//! `cargo xtask COMMAND`: builds, shows and checks the whole product, with cargo and rustup as the only tools asked for.

use std::process::ExitCode;

mod bench;
mod build;
mod debian;
mod demo;
mod process;
mod proxies;
mod python;
mod setup;
mod size;
mod test;
mod tidy;
mod wordpress;

/// What a newcomer can ask for. A further command is one more row and one more module.
const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        usage: "[--data DIR] [--listen ADDRESS] [--new-password]",
        about: "a municipal page with the widget, on this machine",
        run: demo::command,
    },
    Command {
        name: "test",
        usage: "[--only STEP | --wordpress | --proxies]",
        about: "everything that has to hold",
        run: test::command,
    },
    Command {
        name: "build",
        usage: "[--release]",
        about: "the widget, then the server that carries it",
        run: build::command,
    },
    Command {
        name: "bench",
        usage: "[PART]… [--quick]",
        about: "speed and size beside the peers, as ratios of one run",
        run: bench::command,
    },
    Command {
        name: "size",
        usage: "",
        about: "what a citizen downloads, and the gate on it",
        run: size::command,
    },
    Command {
        name: "tidy",
        usage: "",
        about: "the rules of the house that no compiler checks",
        run: tidy::command,
    },
];

struct Command {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&[String]) -> anyhow::Result<()>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = arguments.first().map(String::as_str);
    let Some(command) = COMMANDS.iter().find(|command| Some(command.name) == asked) else {
        return usage(asked);
    };
    match (command.run)(arguments.get(1..).unwrap_or_default()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn usage(asked: Option<&str>) -> ExitCode {
    let wants_help = matches!(asked, Some("help" | "--help" | "-h"));
    if let Some(unknown) = asked.filter(|_| !wants_help) {
        process::say(&format!("There is no command `{unknown}`."));
    }
    process::say("cargo xtask COMMAND");
    for command in COMMANDS {
        let call = format!("{} {}", command.name, command.usage);
        process::say(&format!("  {call:<52} {}", command.about));
    }
    if wants_help { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
