//! What a site's policy leaves possible: the widget in the page, in a frame, or the link; never an empty box. The page at
//! `/snippet` tells the admin the same beforehand.

use glasno_tests::support::{Browser, Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::Value;

const POLICY: &str = "content-security-policy";
const REPORT_ONLY: &str = "content-security-policy-report-only";

/// What stands on the page in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Inline,
    Frame,
    /// The link, and the reason above it where our script got far enough to say one.
    Link,
}

/// How the script stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Plain,
    /// With the loader's hash.
    Pinned,
    /// With the page's nonce.
    Nonce,
}

/// A site: its name, its header, how it brings the script, what stands there, and what `/snippet` says of it. `S` is the
/// server; `LOADER`, `STAGE2` and `FRAME` are the hashes of the manifest.
struct Site(&'static str, &'static str, &'static str, Script, Stands, Option<&'static str>);

use Script::{Nonce, Pinned, Plain};
use Stands::{Frame, Inline, Link};

#[rustfmt::skip]
const SITES: [Site; 27] = [
    Site("/none", "x-none", "", Plain, Inline, None),
    Site("/usual", POLICY, "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' S; connect-src *; img-src *", Plain, Inline, Some("inline")),
    Site("/strict", POLICY, "default-src 'none'; script-src S 'wasm-unsafe-eval'; connect-src S; style-src 'none'", Plain, Inline, Some("inline")),
    Site("/nonce", POLICY, "script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'", Nonce, Inline, Some("inline")),
    Site("/sandboxed", POLICY, "sandbox allow-scripts", Plain, Inline, Some("inline")),
    Site("/only-reported", REPORT_ONLY, "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'", Plain, Inline, None),
    Site("/isolated", "cross-origin-embedder-policy", "require-corp", Plain, Inline, None),
    Site("/types-named-only", POLICY, "trusted-types other", Plain, Inline, Some("inline")),
    Site("/no-wasm", POLICY, "default-src 'none'; script-src S; connect-src S; frame-src S", Plain, Frame, Some("frame")),
    Site("/frame-only", POLICY, "default-src 'none'; script-src S; frame-src S; style-src 'none'", Plain, Frame, Some("frame")),
    Site("/child-src", POLICY, "default-src 'none'; script-src S; child-src S", Plain, Frame, Some("frame")),
    Site("/types", POLICY, "require-trusted-types-for 'script'", Plain, Frame, Some("frame")),
    Site("/types-ours", POLICY, "require-trusted-types-for 'script'; trusted-types glasno-budget", Plain, Frame, Some("frame")),
    Site("/hashes", POLICY, "script-src 'LOADER' 'STAGE2' 'FRAME'; object-src 'none'", Pinned, Frame, Some("frame")),
    Site("/strict-dynamic", POLICY, "script-src 'strict-dynamic' 'LOADER'; object-src 'none'", Pinned, Frame, Some("frame")),
    Site("/no-connection", POLICY, "default-src 'none'; script-src S 'wasm-unsafe-eval'; frame-src S", Plain, Frame, Some("frame")),
    Site("/no-draft", POLICY, "default-src 'none'; script-src S 'wasm-unsafe-eval'; connect-src S/w/; frame-src S", Plain, Frame, Some("frame")),
    Site("/no-files", POLICY, "default-src 'none'; script-src S 'wasm-unsafe-eval'; connect-src S/api/; frame-src S", Plain, Frame, Some("frame")),
    Site("/types-others", POLICY, "require-trusted-types-for 'script'; trusted-types other", Plain, Link, Some("bare-frame")),
    Site("/types-none", POLICY, "require-trusted-types-for 'script'; trusted-types 'none'", Plain, Link, Some("bare-frame")),
    Site("/program-forgotten", POLICY, "script-src 'LOADER' 'FRAME' 'wasm-unsafe-eval'", Pinned, Link, Some("bare-frame")),
    Site("/loader-alone", POLICY, "script-src 'LOADER'; object-src 'none'", Pinned, Link, Some("bare-frame")),
    Site("/no-wasm-no-frame", POLICY, "default-src 'none'; script-src S; connect-src S", Plain, Link, Some("link")),
    Site("/no-connection-no-frame", POLICY, "default-src 'none'; script-src S 'wasm-unsafe-eval'", Plain, Link, Some("link")),
    Site("/nothing", POLICY, "default-src 'none'", Plain, Link, Some("link")),
    Site("/no-script", POLICY, "script-src 'self'; frame-src S", Plain, Link, Some("bare-frame")),
    Site("/sandbox", POLICY, "sandbox", Plain, Link, Some("link")),
];

#[tokio::test]
async fn citizen_finds_the_most_that_a_sites_policy_allows_and_the_admin_was_told_so() {
    let server = Installation::with_sample().serve(&[]);
    let hashes = Hashes::of(&server).await;
    let host = Host::with(SITES.iter().map(|site| page(&server, &hashes, site)).collect());
    let citizen = Citizen::arrives().await;
    let mut wrong = Vec::new();
    for site in &SITES {
        let Site(path, _, policy, _, stands, told) = site;
        citizen.browser.goto(&host.page(path)).await;
        let seen = what_stands(&citizen.browser, path).await;
        if seen != *stands {
            wrong.push(format!("{path}: {seen:?} stands there"));
        }
        if let Some(told) = told {
            let verdict = verdict(&server, &hashes.filled(&server, policy)).await;
            if verdict != *told {
                wrong.push(format!("{path}: /snippet says {verdict}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn citizen_gets_the_frame_where_a_policy_would_refuse_it_but_only_reports() {
    let server = Installation::with_sample().serve(&[]);
    let middle = super::snippet(&server, "mode=frame");
    let headers = vec![(REPORT_ONLY, "default-src 'none'".to_owned())];
    let host = Host::with(vec![Page { headers, ..super::page("/", &middle) }]);
    let citizen = Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    assert_eq!(what_stands(&citizen.browser, "/").await, Frame);
}

/// Waits until one of the three stands there, whole.
async fn what_stands(browser: &Browser, path: &str) -> Stands {
    let look = "\
        const host = document.querySelector('glasno-budget');\
        const shows = (node) => !!node?.checkVisibility() && node.getBoundingClientRect().height > 10;\
        const link = host.querySelector('a');\
        if (!customElements.get('glasno-budget')) return shows(link) ? 'link' : 'an empty box';\
        const frame = one('iframe'), widget = one('[part=root]');\
        if (host.state === 'ready' && host.mode === 'inline' && widget?.offsetHeight > 320) return 'inline';\
        if (host.state === 'ready' && host.mode === 'frame' && frame?.offsetHeight > 320) return 'frame';\
        if (host.state !== 'error' && host.state !== 'fallback') return null;\
        return shows(link) && shows(one('p[role=status]')) && !frame && !widget ? 'link' : 'an empty box'";
    let seen = browser
        .wait(&format!("anything on {path}"), async || browser.run(look).await.as_str().map(str::to_owned))
        .await;
    match seen.as_str() {
        "inline" => Inline,
        "frame" => Frame,
        "link" => Link,
        other => panic!("{path}: {other}"),
    }
}

/// What `/snippet` says of a policy.
async fn verdict(server: &Server, policy: &str) -> String {
    let address = format!("{}/snippet?lang=en", server.address);
    let form = policy.bytes().fold("policy=".to_owned(), |form, byte| format!("{form}%{byte:02X}"));
    let ask = reqwest::Client::new()
        .post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let page = ask.send().await.unwrap().text().await.unwrap();
    let (_, verdict) = page.split_once("class=\"allowed\" data-mode=\"").unwrap_or_else(|| panic!("{page}"));
    verdict.split('"').next().unwrap().to_owned()
}

fn page(server: &Server, hashes: &Hashes, site: &Site) -> Page {
    let Site(path, header, policy, script, ..) = site;
    let script = match script {
        Plain => super::script(server),
        Nonce => super::script(server).replace("<script ", "<script nonce=abc "),
        Pinned => format!(
            "<script async src=\"{}{}\" integrity=\"{}\" crossorigin=anonymous></script>",
            server.address, hashes.loader.0, hashes.loader.1
        ),
    };
    let middle = format!("{}{script}", super::element(server, SLUG, ""));
    let headers = vec![(*header, hashes.filled(server, policy))];
    Page { headers, ..super::page(path, &middle) }
}

/// What the manifest says that a page may allow by its content.
struct Hashes {
    /// Its address too, under which it stays the same.
    loader: (String, String),
    added: [(&'static str, String); 2],
}

impl Hashes {
    async fn of(server: &Server) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let manifest = reqwest::get(format!("{}/w/{version}/manifest.json", server.address)).await.unwrap();
        let manifest: Value = manifest.json().await.unwrap();
        let find = |role: &str| {
            let file =
                manifest["files"].as_array().unwrap().iter().find(|file| file["role"] == role).unwrap();
            let text = |name: &str| file[name].as_str().unwrap().to_owned();
            (text("url"), text("integrity"))
        };
        Self { loader: find("loader"), added: [("STAGE2", find("stage2").1), ("FRAME", find("frame").1)] }
    }

    fn filled(&self, server: &Server, policy: &str) -> String {
        let words = policy.split(' ').map(|word| match word.trim_end_matches(';') {
            bare if bare == "S" || bare.starts_with("S/") => word.replacen('S', &server.address, 1),
            _ => self
                .added
                .iter()
                .fold(word.replace("LOADER", &self.loader.1), |word, (name, hash)| word.replace(name, hash)),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
