//! The peers' pages, served as a careful web admin would: compressed beforehand.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use glasno_tests::support::port::{self, Port};

/// What the pages fetch, and where npm has put it.
const LIBRARY: [&str; 3] =
    ["survey-core/survey.core.min.js", "survey-core/survey-core.min.css", "survey-js-ui/survey-js-ui.min.js"];
const PAGES: [&str; 3] = ["surveyjs.html", "vanilla.html", "data.js"];

/// Serves them for as long as it is held.
///
/// # Errors
/// When a file is missing.
pub fn serve(folder: &Path) -> Result<Port> {
    let packages = std::env::var_os("GLASNO_NPM").context("GLASNO_NPM names the folder of npm's packages")?;
    let packages = PathBuf::from(packages);
    let files =
        PAGES.map(|name| folder.join(name)).into_iter().chain(LIBRARY.map(|name| packages.join(name)));
    let mut packed = HashMap::new();
    for file in files {
        let bytes = std::fs::read(&file).with_context(|| format!("{} is not there", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        packed.insert(format!("/{name}"), brotli(&bytes)?);
    }
    Ok(Port::open(Box::new(move |request: &port::Request| {
        let Some(body) = packed.get(&request.path) else { return port::answer("404 Not Found", &[], b"") };
        let kind = match request.path.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css",
            _ => "text/javascript; charset=utf-8",
        };
        port::answer("200 OK", &[("content-type", kind), ("content-encoding", "br")], body)
    })))
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let quality = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &quality).context("brotli refuses")?;
    Ok(packed)
}
