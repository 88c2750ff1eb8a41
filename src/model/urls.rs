//! Every address of the server, once: routes for the router, and the filled-in forms for those who call them.

use crate::{Slug, SubmissionId};

/// The server's first page.
pub const HOME: &str = "/";
/// Is the process alive?
pub const HEALTH: &str = "/health";
/// Can it store?
pub const READY: &str = "/ready";
/// Figures for the operator.
pub const METRICS: &str = "/metrics";
/// A consultation's own page.
pub const CONSULTATION_PAGE: &str = "/c/{slug}";
/// A consultation in a frame on another site. `lang`, `scheme` (`light` or `dark`), `ref` and `v` (the protocol between
/// the frame and its page) may stand in the query.
pub const FRAME: &str = "/c/{slug}/frame";
/// A consultation's draft as a small picture, for those who link to it.
pub const PICTURE: &str = "/c/{slug}/picture.png";
/// How to embed an address of ours, for content management systems: <https://oembed.com>.
pub const OEMBED: &str = "/oembed";
/// The lines for a municipality's site, and what its policy lets them do.
pub const SNIPPET: &str = "/snippet";
/// A consultation as JSON.
pub const CONSULTATION: &str = "/api/v1/consultations/{slug}";
/// Where ballots go.
pub const SUBMISSIONS: &str = "/api/v1/consultations/{slug}/submissions";
/// One submission, with its receipt code.
pub const SUBMISSION: &str = "/api/v1/submissions/{id}";
/// Where a submission is looked for by its receipt code alone. The code stands in the body of a POST and the
/// consultation beside it: addresses are kept in logs and histories, and a code must never be in one.
pub const SUBMISSION_SEARCH: &str = "/api/v1/submissions/find";
/// The description of the API.
pub const OPENAPI: &str = "/api/v1/openapi.json";
/// The loader of the widget.
pub const LOADER: &str = "/w/v1/glasno.js";
/// The same as a module, for bundlers.
pub const LOADER_MODULE: &str = "/w/v1/glasno.mjs";
/// Assets whose name is the hash of their content.
pub const ASSET: &str = "/w/a/{file}";
/// Below it stand the versions' own files, [`VERSIONED`].
pub const EMBEDDED: &str = "/w/{*rest}";
/// A version's own file: its loader, and `manifest.json`, which lists everything that belongs to it.
pub const VERSIONED: &str = "/w/{version}/{file}";
/// The officers' first page.
pub const OFFICER: &str = "/officer";
/// Where officers log in.
pub const OFFICER_LOGIN: &str = "/officer/login";
/// Where officers log out.
pub const OFFICER_LOGOUT: &str = "/officer/logout";
/// A consultation as its officers see it.
pub const OFFICER_CONSULTATION: &str = "/officer/c/{slug}";
/// A download: `format` is one of csv, csv-long, xlsx, json.
pub const OFFICER_EXPORT: &str = "/officer/c/{slug}/export/{format}";
/// What the ballots come to, for officers only.
pub const OFFICER_RESULTS: &str = "/officer/c/{slug}/results";
/// The same by line as a table.
pub const OFFICER_RESULTS_CSV: &str = "/officer/c/{slug}/results.csv";
/// The register of participating organisations, for officers; a form posted there takes an entry out or puts it back.
pub const OFFICER_ORGANISATIONS: &str = "/officer/c/{slug}/organisations";
/// The same as a table.
pub const OFFICER_ORGANISATIONS_CSV: &str = "/officer/c/{slug}/organisations.csv";
/// The same for programs.
pub const OFFICER_ORGANISATIONS_JSON: &str = "/officer/c/{slug}/organisations.json";

/// A consultation's own page.
pub fn consultation_page(slug: &Slug) -> String {
    filled(CONSULTATION_PAGE, slug.as_str())
}

/// All of a consultation as a form that needs no script, with whatever else stands in the query.
pub fn consultation_form(slug: &Slug) -> String {
    asking(consultation_page(slug), "form", Some("plain"))
}

/// An address that asks for one thing more in its query, where there is something to ask for. `value` is a word that
/// needs no escaping: a language, a label.
pub fn asking(address: String, name: &str, value: Option<&str>) -> String {
    let Some(value) = value else { return address };
    let and = if address.contains('?') { "&" } else { "?" };
    [&address, and, name, "=", value].concat()
}

/// A consultation in a frame on another site.
pub fn frame(slug: &Slug) -> String {
    filled(FRAME, slug.as_str())
}

/// The picture of a consultation, for those who link to it.
pub fn picture(slug: &Slug) -> String {
    filled(PICTURE, slug.as_str())
}

/// The consultation that a path leads to: its page, or its frame.
pub fn consultation_at(path: &str) -> Option<Slug> {
    let page = path.trim_end_matches('/').strip_prefix("/c/")?;
    page.strip_suffix("/frame").unwrap_or(page).parse().ok()
}

/// An asset whose name is the hash of its content.
pub fn asset(file: &str) -> String {
    filled(ASSET, file)
}

/// A version's own file.
pub fn versioned(version: &str, file: &str) -> String {
    VERSIONED.replace("{version}", version).replace("{file}", file)
}

/// A consultation as JSON.
pub fn consultation(slug: &Slug) -> String {
    CONSULTATION.replace("{slug}", slug.as_str())
}

/// Where ballots go.
pub fn submissions(slug: &Slug) -> String {
    filled(SUBMISSIONS, slug.as_str())
}

/// One submission.
pub fn submission(id: &SubmissionId) -> String {
    SUBMISSION.replace("{id}", id.as_str())
}

/// A consultation as its officers see it.
pub fn officer_consultation(slug: &Slug) -> String {
    OFFICER_CONSULTATION.replace("{slug}", slug.as_str())
}

/// A download.
pub fn officer_export(slug: &Slug, format: &str) -> String {
    OFFICER_EXPORT.replace("{slug}", slug.as_str()).replace("{format}", format)
}

/// What the ballots come to, for officers only.
pub fn officer_results(slug: &Slug) -> String {
    OFFICER_RESULTS.replace("{slug}", slug.as_str())
}

/// The same by line as a table.
pub fn officer_results_csv(slug: &Slug) -> String {
    OFFICER_RESULTS_CSV.replace("{slug}", slug.as_str())
}

/// The register of participating organisations, for officers.
pub fn officer_organisations(slug: &Slug) -> String {
    OFFICER_ORGANISATIONS.replace("{slug}", slug.as_str())
}

/// The same as a table.
pub fn officer_organisations_csv(slug: &Slug) -> String {
    OFFICER_ORGANISATIONS_CSV.replace("{slug}", slug.as_str())
}

/// The same for programs.
pub fn officer_organisations_json(slug: &Slug) -> String {
    OFFICER_ORGANISATIONS_JSON.replace("{slug}", slug.as_str())
}

/// An address with a value in the place of its placeholder. By the braces alone, in the addresses that the widget needs:
/// what searches for a text weighs a kilobyte in every citizen's browser.
fn filled(address: &str, value: &str) -> String {
    let (before, rest) = address.split_once('{').unwrap_or((address, ""));
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    [before, value, after].concat()
}
