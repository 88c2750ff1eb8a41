//! `cargo xtask test --proxies`: the kit's recipes in the real nginx, Apache and Caddy, on this machine alone.
//!
//! Debian's packages are the source. Apache's program, whose package starts nothing, and openssl are installed where they are
//! missing; nginx and Caddy are only unpacked, since their packages would start web servers. The tests start each of them
//! in a temporary folder, on ports of 127.0.0.1, and end it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{build, debian, process::find};

/// A program, and Debian's package that has it.
const INSTALLED: [(&str, &str); 2] = [("apache2", "apache2-bin"), ("openssl", "openssl")];
const UNPACKED: [&str; 2] = ["nginx", "caddy"];
const APACHE_MODULES: &str = "/usr/lib/apache2/modules";

/// Where the programs are.
pub(crate) struct Proxies {
    nginx: PathBuf,
    apache: PathBuf,
    caddy: PathBuf,
}

impl Proxies {
    /// Installs and unpacks what is missing.
    ///
    /// # Errors
    /// Says what could not be fetched or installed.
    pub(crate) fn fetch() -> Result<Self> {
        let missing = INSTALLED.iter().filter(|(program, _)| !debian::has(program));
        let missing: Vec<&str> = missing.map(|(_, package)| *package).collect();
        debian::install("the test of the proxies", &missing, &UNPACKED)?;
        let folder = build::target_folder().join("proxies");
        let unpacked = folder.join("debian");
        debian::unpack("proxies", &UNPACKED, &unpacked)?;
        let apache = find("apache2").unwrap_or_else(|| "/usr/sbin/apache2".into());
        let found =
            Self { nginx: unpacked.join("usr/sbin/nginx"), apache, caddy: unpacked.join("usr/bin/caddy") };
        for program in [&found.nginx, &found.apache, &found.caddy, Path::new(APACHE_MODULES)] {
            if !program.exists() {
                bail!(
                    "{} is not there; do Debian's packages of this release lay it elsewhere?",
                    program.display()
                );
            }
        }
        Ok(found)
    }

    /// Tells a program where they are.
    pub(crate) fn known_to(&self, command: &mut Command) {
        command
            .env("GLASNO_NGINX", &self.nginx)
            .env("GLASNO_APACHE", &self.apache)
            .env("GLASNO_APACHE_MODULES", APACHE_MODULES)
            .env("GLASNO_CADDY", &self.caddy);
    }
}
