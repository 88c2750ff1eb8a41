//! The loader as a module, as a bundler brings it: from the server or as a copy on the site's own origin, under the usual
//! name or another.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::json;

use super::{complaints, review, send};

/// Another name, in the site's own alphabet.
const OTHER: &str = "o-бюджет";

/// The address of the module, for ever the same.
fn module(server: &Server) -> String {
    format!("{}/w/{}/glasno.mjs", server.address, env!("CARGO_PKG_VERSION"))
}

/// A page with an element of this name, and what brings it.
fn page(server: &Server, path: &'static str, name: &str, attributes: &str, script: &str) -> Page {
    let address = format!("{}/c/{SLUG}", server.address);
    let html = format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><link rel=icon href=\"data:,\"><title>Община</title><h1>Новини</h1>\
         <{name} src=\"{address}\" lang=bg {attributes}><a href=\"{address}\">Участвайте</a></{name}>{script}"
    );
    let policy = format!(
        "default-src 'none'; script-src 'self' 'unsafe-inline' {0} 'wasm-unsafe-eval'; connect-src {0}; frame-src {0}; img-src data:",
        server.address
    );
    Page { path, headers: vec![("content-security-policy", policy)], html }
}

fn script(path: &'static str, text: String) -> Page {
    Page { path, headers: vec![("content-type", "text/javascript; charset=utf-8".into())], html: text }
}

#[tokio::test]
async fn citizen_takes_part_where_a_bundler_brings_the_widget_under_any_name() {
    let server = Installation::with_sample().serve(&[]);
    let inline = format!(
        "<script type=module>import {{ define }} from \"{}\"; define()</script>",
        format_args!("{}/w/v1/glasno.mjs", server.address)
    );
    let own = "<script type=module src=/site.mjs></script>";
    let copy = reqwest::get(module(&server)).await.unwrap().text().await.unwrap();
    let host = Host::with(vec![
        page(&server, "/", "glasno-budget", "", &inline),
        page(&server, "/copy", OTHER, "", own),
        page(&server, "/framed", OTHER, "mode=frame", own),
        script("/site.mjs", format!("import {{ define }} from './glasno.mjs'; define('{OTHER}')")),
        script("/glasno.mjs", copy),
    ]);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    for (sent, (path, name)) in (1..).zip([("/", "glasno-budget"), ("/copy", OTHER), ("/framed", OTHER)]) {
        browser.goto(&host.page(path)).await;
        browser.until(&format!("document.querySelector('{name}').state === 'ready'")).await;
        browser.look_at(name).await;
        let is_framed = path == "/framed";
        if is_framed {
            browser.enter_widgets_frame().await;
        }
        citizen.comment_on_whole("През чужд пакет").await;
        review(&citizen, is_framed).await;
        send(&citizen, is_framed).await;
        citizen.receipt_code().await;
        browser.leave_frames().await;
        browser.until(&format!("document.querySelector('{name}').state === 'submitted'")).await;
        assert_eq!(server.installation.submissions(), sent, "{path}");
        assert_eq!(complaints(&citizen).await, [""; 0], "{path}");
    }
}

#[tokio::test]
async fn widgets_of_two_names_stand_on_one_page() {
    let server = Installation::with_sample().serve(&[]);
    let address = format!("{}/c/{SLUG}", server.address);
    let both = format!(
        "<script async src=\"{}/w/v1/glasno.js\"></script><glasno-budget src=\"{address}\" lang=en></glasno-budget>\
         <script type=module>import {{ define }} from \"{}\"; define('{OTHER}'); define('{OTHER}')</script>",
        server.address,
        module(&server)
    );
    let host = Host::with(vec![page(&server, "/", OTHER, "loading=eager", &both)]);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    browser.goto(&host.page("/")).await;
    for name in [OTHER, "glasno-budget"] {
        browser.until(&format!("document.querySelector('{name}').state === 'ready'")).await;
        browser.look_at(name).await;
        browser.until("one('#title')?.textContent").await;
    }
    let classes = format!(
        "return document.querySelector('{OTHER}').constructor !== document.querySelector('glasno-budget').constructor"
    );
    assert_eq!(browser.run(&classes).await, json!(true));
    assert_eq!(complaints(&citizen).await, [""; 0]);
}

#[tokio::test]
async fn a_page_that_imports_the_module_is_left_as_it_was_until_it_asks() {
    let server = Installation::with_sample().serve(&[]);
    let import = "<script type=module>\
        const drivers = ['ret_nodes', 'se_exportedFunctionSymbol'];\
        const names = () => Object.getOwnPropertyNames(window).filter((name) => !drivers.includes(name));\
        const seen = () => [names(), document.documentElement.outerHTML, document.adoptedStyleSheets.length,\
            customElements.get('glasno-budget')].join();\
        const asked = () => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);\
        const before = seen();\
        const { define, ...others } = await import('/glasno.mjs');\
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));\
        document.told = [seen() === before, asked(), Object.keys(others), typeof define];\
        </script>";
    // Where pages are drawn on a server there is no window and no element; a worker has as little.
    let worker = "<script>new Worker('/worker.mjs', { type: 'module' }).onmessage = ({ data }) => (document.drawn = data)</script>";
    let copy = reqwest::get(module(&server)).await.unwrap().text().await.unwrap();
    let open = |mut page: Page| {
        page.headers.clear();
        page
    };
    let host = Host::with(vec![
        open(page(&server, "/", "glasno-budget", "", import)),
        open(page(&server, "/drawn", "glasno-budget", "", worker)),
        script("/glasno.mjs", copy),
        script(
            "/worker.mjs",
            "import { define } from './glasno.mjs'; postMessage([typeof HTMLElement, typeof window, typeof define, typeof define()])"
                .into(),
        ),
    ]);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    browser.goto(&host.page("/")).await;
    browser.until("document.told").await;
    assert_eq!(browser.run("return document.told").await, json!([true, ["/glasno.mjs"], [], "function"]));
    browser.goto(&host.page("/drawn")).await;
    browser.until("document.drawn").await;
    let drawn = browser.run("return document.drawn").await;
    assert_eq!(drawn, json!(["undefined", "undefined", "function", "undefined"]));
    assert_eq!(complaints(&citizen).await, [""; 0]);
}
