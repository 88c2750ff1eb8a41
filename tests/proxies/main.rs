//! The kit's recipes for proxies in the real nginx, Apache and Caddy: a citizen takes part through the site's own address.
//! `cargo xtask test --proxies` fetches the three and names them in `GLASNO_NGINX`, `GLASNO_APACHE` and `GLASNO_CADDY`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic here is how a test fails")]

mod site;

use std::{
    net::IpAddr,
    sync::{Arc, Mutex},
};

use glasno_tests::support::{
    Citizen, Installation, SLUG, Server,
    port::{self, Port},
};
use reqwest::{Client, StatusCode, header::HeaderMap, redirect::Policy};
use site::{Front, Kind, POLICY, Site, free_port};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Every header of an answer but those of the connection, of the server's name and of the moment.
const OF_THE_WAY: [&str; 7] =
    ["connection", "keep-alive", "date", "server", "via", "transfer-encoding", "content-length"];

#[tokio::test]
async fn a_municipality_on_nginx_holds_its_consultation_under_its_own_address() {
    on(Kind::Nginx).await;
}

#[tokio::test]
async fn a_municipality_on_apache_holds_its_consultation_under_its_own_address() {
    on(Kind::Apache).await;
}

#[tokio::test]
async fn a_municipality_on_caddy_holds_its_consultation_under_its_own_address() {
    on(Kind::Caddy).await;
}

/// One site, so the stories come one after the other.
async fn on(kind: Kind) {
    let (front, port) = (Front::reserve(), free_port());
    let installation = Installation::with_sample();
    installation.update(&["--allowed-origin", &format!("http://127.0.0.1:{port}")]);
    let ours = format!("https://{}", front.name);
    let flags = ["--public-url", &ours, "--trusted-proxy", "127.0.0.1/32", "--rate-limit", "3/3600s"];
    let server = installation.serve(&flags);
    let front = front.before(&server.address);
    let pages = ["inline", "frame"].map(|mode| (mode, page(&ours, mode)));
    let site = Site::start(kind, port, &front, &pages);
    citizens_take_part(&site, &server).await;
    every_answer_comes_as_the_server_gave_it(&site, &server).await;
    nobody_pays_for_what_another_sends(&site).await;
    only_what_the_widget_needs_passes(kind).await;
}

/// The first time for both, so nothing is in the browser's cache.
async fn citizens_take_part(site: &Site, server: &Server) {
    for (before, mode) in (0..).zip(["inline", "frame"]) {
        let citizen = Citizen::arrives().await;
        citizen.browser.goto(&format!("{}/{mode}", site.address)).await;
        let budget = "document.querySelector('glasno-budget')";
        citizen.browser.until(&format!("{budget}.mode === '{mode}' && {budget}.state === 'ready'")).await;
        if mode == "frame" {
            citizen.browser.enter_widgets_frame().await;
        }
        citizen.comment_on_whole("През сайта на общината").await;
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        assert_eq!(server.installation.submissions(), before + 1, "{mode}");
        assert_eq!(citizen.browser.complaints().await, [""; 0], "{mode}");
        let asked = citizen.browser.addresses_asked_for().await;
        let own = |address: &&String| address.starts_with("http") && !address.starts_with(&site.address);
        assert_eq!(asked.iter().filter(own).count(), 0, "{mode}: {asked:?}");
        assert!(
            asked.iter().filter(|address| address.contains("/uchastie/")).count() > 5,
            "{mode}: {asked:?}"
        );
    }
}

/// Packed as the browser asks for it, with every header, and with 304 for whoever has it already.
async fn every_answer_comes_as_the_server_gave_it(site: &Site, server: &Server) {
    let manifest = format!("/w/{VERSION}/manifest.json");
    let listed: serde_json::Value =
        reqwest::get(format!("{}{manifest}", server.address)).await.unwrap().json().await.unwrap();
    let wasm = listed["files"].as_array().unwrap().iter().find(|file| file["role"] == "wasm").unwrap();
    let paths = [
        "/w/v1/glasno.js".to_owned(),
        format!("/w/{VERSION}/glasno.js"),
        manifest,
        wasm["url"].as_str().unwrap().to_owned(),
        "/w/a/missing.js".to_owned(),
        format!("/api/v1/consultations/{SLUG}"),
        format!("/c/{SLUG}/frame?lang=en&hide=header+footer&ref=library-qr"),
    ];
    for path in paths {
        for accepted in ["br, gzip", "gzip", "identity"] {
            let ask = async |base: &str, known: Option<&str>| {
                let mut asked = Client::new().get(format!("{base}{path}"));
                asked = asked.header("accept-encoding", accepted).header("origin", &site.address);
                if let Some(tag) = known {
                    asked = asked.header("if-none-match", tag);
                }
                let answer = asked.send().await.unwrap();
                let (status, headers) = (answer.status(), told(answer.headers()));
                (status, headers, Body(answer.bytes().await.unwrap().to_vec()))
            };
            let through = format!("{}/uchastie", site.address);
            let direct = ask(&server.address, None).await;
            assert_eq!(ask(&through, None).await, direct, "{path} as {accepted}");
            let Some((_, tag)) = direct.1.iter().find(|(name, _)| name == "etag") else { continue };
            let known = ask(&server.address, Some(tag)).await;
            assert_eq!(known.0, StatusCode::NOT_MODIFIED, "{path} as {accepted}");
            assert_eq!(ask(&through, Some(tag)).await, known, "{path} as {accepted}");
        }
    }
}

/// Too long to be shown where it differs.
#[derive(PartialEq, Eq)]
struct Body(Vec<u8>);

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} bytes", self.0.len())
    }
}

/// The headers that are about the answer, in an order of their own; Apache takes spaces out of some.
fn told(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| !OF_THE_WAY.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().replace(", ", ",")))
        .collect();
    told.sort();
    told
}

/// The limit is three at once. What stands in the ballot is of no account: the limit comes before it.
async fn nobody_pays_for_what_another_sends(site: &Site) {
    let send = async |from: [u8; 4], claims: &str| {
        let citizen = Client::builder().local_address(IpAddr::from(from)).build().unwrap();
        let address = format!("{}/uchastie/api/v1/consultations/{SLUG}/submissions", site.address);
        let ballot = citizen.post(address).header("x-forwarded-for", claims).body("{}");
        ballot.send().await.unwrap().status()
    };
    let (busy, quiet) = ([127, 0, 0, 2], [127, 0, 0, 3]);
    for _ in 0..3 {
        assert_eq!(send(busy, "127.0.0.3").await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(send(busy, "127.0.0.3").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(send(busy, "192.0.2.1").await, StatusCode::TOO_MANY_REQUESTS, "a name is not a way round");
    assert_eq!(send(quiet, "").await, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Before a server that writes down what it is asked.
async fn only_what_the_widget_needs_passes(kind: Kind) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let written = Arc::clone(&heard);
    let server = Port::open(Box::new(move |request| {
        let headers = request.headers.join("\n").to_lowercase();
        written.lock().unwrap().push((format!("{} {}", request.method, request.path), headers));
        port::answer("200 OK", &[("set-cookie", "a=b"), ("etag", "\"7\"")], b"")
    }));
    let front = Front::reserve().before(&server.address);
    let site = Site::start(kind, free_port(), &front, &[]);
    let visitor = Client::builder().redirect(Policy::none()).build().unwrap();
    let below = format!("{}/uchastie/", site.address);
    let ask = |method: &str, path: &str| visitor.request(method.parse().unwrap(), format!("{below}{path}"));

    let sent = ask("POST", "api/v1/consultations/x/submissions?lang=bg&x=%20%D1%9D")
        .header("cookie", "session=secret");
    let answer = sent.header("origin", "https://www.example.bg").body("{}").send().await.unwrap();
    assert_eq!((answer.status(), answer.headers()["etag"].to_str().unwrap()), (StatusCode::OK, "\"7\""));
    assert!(!answer.headers().contains_key("set-cookie"));
    let receipt = ask("DELETE", "api/v1/submissions/7").header("authorization", "Glasno-Receipt abc");
    assert_eq!(receipt.send().await.unwrap().status(), StatusCode::OK);
    let all = std::mem::take(&mut *heard.lock().unwrap());
    let [(first, headers), (second, withdrawal)] = &all[..] else { panic!("{all:?}") };
    assert_eq!(first, "POST /api/v1/consultations/x/submissions?lang=bg&x=%20%D1%9D");
    assert_eq!(second, "DELETE /api/v1/submissions/7");
    assert!(!headers.contains("secret"), "{headers}");
    for expected in ["origin: https://www.example.bg", "x-forwarded-for: 127.0.0.1, 127.0.0.1"] {
        assert!(headers.contains(expected), "{headers}");
    }
    assert!(withdrawal.contains("authorization: glasno-receipt abc"), "{withdrawal}");

    for refused in [
        "",
        "officer",
        "officer/login",
        "metrics",
        "health",
        "oembed",
        "c/x",
        "c/x/frame/y",
        "c/../frame",
        "w/../officer",
        "w/%2e%2e/officer",
        "w/..%2fofficer",
        "w/%252e%252e/officer",
        "w//../../officer",
        "w/x%20HTTP/1.1%0d%0aX-More:1",
        "c/x%0d%0aX-More:1%0d%0a/frame",
        "api/v2/x",
    ] {
        let answer = ask("GET", refused).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{refused}");
    }
    for method in ["PATCH", "TRACE"] {
        let status = ask(method, "w/v1/glasno.js").send().await.unwrap().status();
        assert!(status.is_client_error(), "{method}: {status}");
    }
    let long = ask("POST", "api/v1/x").body(vec![b'x'; 1_048_577]).send().await.unwrap();
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    // Where the words to an error are found, its code still after the #.
    let explained = ask("GET", "snippet").send().await.unwrap();
    assert_eq!(explained.status(), StatusCode::FOUND);
    assert_eq!(explained.headers()["location"].to_str().unwrap(), format!("https://{}/snippet", front.name));
    assert!(heard.lock().unwrap().is_empty(), "the server hears nothing of what is refused");
}

/// A page of the site that has the server under the site's own address.
fn page(server: &str, mode: &str) -> String {
    let address = format!("{server}/c/{SLUG}");
    assert!(POLICY.contains("'wasm-unsafe-eval'"), "the widget runs in the page and in a frame");
    format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><title>Община</title><h1>Новини</h1>\
         <glasno-budget src=\"{address}\" api=\"/uchastie\" lang=\"bg\" mode=\"{mode}\"><a href=\"{address}\">Участвайте</a>\
         </glasno-budget><script async src=\"/uchastie/w/v1/glasno.js\"></script>"
    )
}
