//! The site, as its administrator and its editor work on it: by `site.php` beside this file.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The administrator's, in `site.php` too. It guards a site that lasts as long as the test.
pub const PASSWORD: &str = "дълга парола за проба";
/// The editor's name, in `site.php` too.
pub const EDITOR: &str = "ivanova";
/// A consultation as the fixtures name it.
pub const EXAMPLE: &str = "https://glasno.example.bg/c/sofia-2027";

/// A `WordPress` that is already installed.
pub struct Site {
    address: String,
    root: String,
}

impl Site {
    /// The one that `cargo xtask test --wordpress` has set up.
    pub fn from_environment() -> Self {
        let named = |name: &str| std::env::var(name).expect("run cargo xtask test --wordpress");
        Self { address: named("GLASNO_WORDPRESS_URL"), root: named("GLASNO_WORDPRESS") }
    }

    /// The address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    /// Switches the plugin on.
    pub fn activate(&self) {
        self.tell(&["activate"], "");
    }

    /// Saves the plugin's settings as far as it takes them; gives what it kept.
    pub fn save(&self, settings: &Value) -> Value {
        self.ask(&["settings"], &settings.to_string())
    }

    /// What `WordPress` leaves of a text by the editor.
    pub fn sanitise(&self, text: &str) -> String {
        self.ask(&["sanitise"], text).as_str().unwrap().to_owned()
    }

    /// Publishes a page by the editor; gives its address.
    pub fn publish(&self, name: &str, text: &str) -> String {
        self.ask(&["page", name], text)["address"].as_str().unwrap().to_owned()
    }

    fn ask(&self, arguments: &[&str], input: &str) -> Value {
        serde_json::from_str(&self.tell(arguments, input)).unwrap()
    }

    fn tell(&self, arguments: &[&str], input: &str) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("wordpress/site.php");
        let mut php = Command::new("php");
        php.arg(script).arg(&self.root).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut php = php.spawn().expect("php runs");
        php.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = php.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// One half of a pair in `src/widget/kit/fixtures/`.
pub fn fixture(pair: &str, file: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/widget/kit/fixtures");
    std::fs::read_to_string(fixtures.join(pair).join(file)).unwrap()
}
