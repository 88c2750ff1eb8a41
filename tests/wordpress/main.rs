//! A municipality's `WordPress` with our plugin: an editor who may not write HTML as they please publishes a page, a citizen
//! takes part in it. `cargo xtask test --wordpress` sets the site up and names it in `GLASNO_WORDPRESS…`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic here is how a test fails")]

mod site;
mod stand_ins;

use std::sync::{Arc, Mutex};

use glasno_tests::support::{
    Citizen, Installation, SLUG, Server,
    port::{self, Port},
};
use serde_json::json;
use site::{EXAMPLE, Site, fixture};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One site has one set of settings, so the stories come one after the other.
#[tokio::test]
async fn a_municipality_on_wordpress_holds_its_consultation() {
    let site = Site::from_environment();
    the_sanitiser_leaves_what_the_fixtures_say(&site);
    let server = Installation::with_sample().serve(&["--trusted-proxy", "127.0.0.1/32"]);
    let settings = json!({ "server": server.address });
    site.save(&settings);
    let citizen = Citizen::arrives().await;
    citizens_take_part_however_the_editor_wrote_it(&site, &server, &citizen).await;
    a_pinned_version_comes_with_its_hash(&site, &server, &citizen).await;
    the_whole_visit_goes_through_the_site(&site, &server, &citizen).await;
    an_administrator_saves_the_settings(&site, &server, &citizen).await;
    an_editor_sets_everything_in_the_block(&site, &server, &citizen).await;
    the_proxy_lets_through_what_the_widget_needs(&site).await;
    drop(server);
    site.save(&settings);
    whoever_has_no_script_or_no_server_finds_the_link(&site).await;
}

/// By the very filters that a stored page goes through.
fn the_sanitiser_leaves_what_the_fixtures_say(site: &Site) {
    for pair in ["wordpress-element", "wordpress-block"] {
        assert_eq!(site.sanitise(&fixture(pair, "pasted.html")), fixture(pair, "left.html"), "{pair}");
    }
    site.activate();
    let pair = "wordpress-plugin-element";
    assert_eq!(site.sanitise(&fixture(pair, "pasted.html")), fixture(pair, "left.html"));
    let bold = format!(
        "<glasno-budget src=\"{EXAMPLE}\" api=\"https://evil.example\" onclick=\"x()\"></glasno-budget>"
    );
    let tamed = format!("<glasno-budget src=\"{EXAMPLE}\"></glasno-budget>");
    assert_eq!(site.sanitise(&bold), tamed, "an editor does not say where answers go");
}

async fn citizens_take_part_however_the_editor_wrote_it(site: &Site, server: &Server, citizen: &Citizen) {
    let address = format!("{}/c/{SLUG}", server.address);
    let ours = |text: String| text.replace(EXAMPLE, &address);
    let pages = [
        ("element", ours(fixture("wordpress-plugin-element", "pasted.html"))),
        ("plain", ours(fixture("wordpress-block", "pasted.html"))),
        (
            "shortcode",
            format!(
                "Текст.\n\n[glasno url=\"{address}\" lang=\"bg\" theme=\"dark\" heading-level=\"3\"]\n\nКрай."
            ),
        ),
        (
            "block",
            format!(
                "<!-- wp:glasno/budget {{\"url\":\"{address}\",\"lang\":\"bg\"}} -->\
             <div data-glasno-budget=\"{address}\" lang=\"bg\"><a href=\"{address}\">{address}</a></div>\
             <!-- /wp:glasno/budget -->"
            ),
        ),
        ("pasted", format!("Текст.\n\n{address}\n\nКрай.")),
    ];
    for (before, (name, text)) in (0..).zip(pages) {
        citizen.browser.goto(&site.publish(name, &text)).await;
        if name == "pasted" {
            citizen.browser.enter_frame(0).await;
        }
        take_part(citizen, name).await;
        assert_eq!(server.installation.submissions(), before + 1, "{name}");
        assert_eq!(citizen.browser.complaints().await, [""; 0], "{name}");
    }
    citizen.open_widget(&site.page("shortcode")).await;
    let level = "return root.querySelector('h2').ariaLevel";
    assert_eq!(citizen.browser.run(level).await, json!("3"), "the page's outline goes on");
}

/// Moves a line, finds the money for it elsewhere, and sends.
async fn take_part(citizen: &Citizen, comment: &str) {
    citizen.see_widget().await;
    let line = citizen.find_line("улич").await;
    citizen.set_amount(line, "10000000,25").await;
    citizen.see_balance_become("short").await;
    citizen.browser.press(".offers summary").await;
    citizen.browser.press(".offer").await;
    citizen.see_balance_become("balanced").await;
    citizen.comment(line, comment).await;
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
}

async fn a_pinned_version_comes_with_its_hash(site: &Site, server: &Server, citizen: &Citizen) {
    let saved = site.save(&json!({ "server": server.address, "version": "9.9.9" }));
    assert_eq!(saved["version"], "", "a version that the server does not have is not taken");
    let saved = site.save(&json!({ "server": server.address, "version": VERSION }));
    citizen.open_widget(&site.page("shortcode")).await;
    let tag = "const script = document.querySelector('script[src$=\"/glasno.js\"]');\
        return [script.src, script.integrity, script.crossOrigin]";
    let pinned = format!("{}/w/{VERSION}/glasno.js", server.address);
    assert_eq!(citizen.browser.run(tag).await, json!([pinned, saved["integrity"], "anonymous"]));
    assert!(saved["integrity"].as_str().unwrap().starts_with("sha384-"));
}

async fn the_whole_visit_goes_through_the_site(site: &Site, server: &Server, citizen: &Citizen) {
    site.save(&json!({ "server": server.address, "version": VERSION, "proxy": true }));
    for name in ["shortcode", "plain"] {
        let before = server.installation.submissions();
        citizen.browser.goto("about:blank").await;
        citizen.browser.addresses_asked_for().await;
        citizen.browser.goto(&site.page(name)).await;
        take_part(citizen, "през сайта").await;
        assert_eq!(server.installation.submissions(), before + 1, "{name}");
        let asked = citizen.browser.addresses_asked_for().await;
        let through = asked.iter().filter(|address| address.contains("/uchastie/")).count();
        assert!(through > 5, "{name}: {asked:?}");
        assert!(!asked.iter().any(|address| address.starts_with(&server.address)), "{name}: {asked:?}");
    }
}

async fn an_administrator_saves_the_settings(site: &Site, server: &Server, citizen: &Citizen) {
    log_in(site, citizen, "admin").await;
    citizen.browser.goto(&site.page("wp-admin/options-general.php?page=glasno")).await;
    let fill = "const [server, version, proxy] = all('[name^=\"glasno[\"]'); const had = [server.value, proxy.checked];\
        server.value = 'http://www.example.bg'; proxy.checked = false; one('#submit').click(); return had";
    assert_eq!(citizen.browser.run(fill).await, json!([server.address, true]));
    citizen.browser.until("one('#setting-error-glasno')").await;
    let kept = "return one('#glasno-server').value";
    assert_eq!(
        citizen.browser.run(kept).await,
        json!(server.address),
        "ballots do not travel over plain http"
    );
    citizen.browser.run("one('#glasno-version').value = ''; one('[type=checkbox]').checked = false; one('#submit').click()").await;
    citizen
        .browser
        .until("one('#setting-error-settings_updated') && one('#glasno-version').value === ''")
        .await;
    let html = reqwest::get(site.page("shortcode")).await.unwrap().text().await.unwrap();
    assert!(html.contains(&format!("{}/w/v1/glasno.js", server.address)), "the page follows the settings");
    citizen.browser.tell("Network.clearBrowserCookies", json!({})).await;
}

async fn log_in(site: &Site, citizen: &Citizen, name: &str) {
    citizen.browser.goto(&site.page("wp-login.php")).await;
    let log_in = "one('#user_login').value = arguments[0]; one('#user_pass').value = arguments[1]; one('#wp-submit').click()";
    citizen.browser.run_with(log_in, vec![json!(name), json!(site::PASSWORD)]).await;
    citizen.browser.until("location.pathname.startsWith('/wp-admin')").await;
}

/// In `WordPress`'s own editor, with the rights of an editor.
async fn an_editor_sets_everything_in_the_block(site: &Site, server: &Server, citizen: &Citizen) {
    log_in(site, citizen, site::EDITOR).await;
    citizen.browser.goto(&site.page("wp-admin/post-new.php?post_type=page")).await;
    let editor = "wp.data.select('core/editor')";
    let ready = "window.wp?.blocks?.getBlockType('glasno/budget') && wp.data.select('core/editor').getCurrentPostId()";
    citizen.browser.until(ready).await;
    let address = format!("{}/c/{SLUG}", server.address);
    let set = json!({
        "lang": "bg", "theme": "dark", "mode": "inline", "loading": "eager", "heading-level": "4", "min-height": "400px",
        "view": "summary", "hide": "footer", "compact": "1", "ref": "front-page",
    });
    let insert = "const { insertBlock, selectBlock } = wp.data.dispatch('core/block-editor');\
        const block = wp.blocks.createBlock('glasno/budget', { url: arguments[0], ...arguments[1] });\
        insertBlock(block); selectBlock(block.clientId); wp.data.dispatch('core/edit-post').openGeneralSidebar('edit-post/block');\
        wp.data.dispatch('core/editor').editPost({ title: 'От редактора', status: 'publish' })";
    citizen.browser.run_with(insert, vec![json!(address), set.clone()]).await;
    // Each of them has a field that shows what was set.
    let shown = "[...document.querySelectorAll('.block-editor-block-inspector :is(select, input)')].map((field) => field.value)";
    for value in set.as_object().unwrap().values() {
        citizen.browser.until(&format!("{shown}.includes({value})")).await;
    }
    citizen.browser.run("wp.data.dispatch('core/editor').savePost()").await;
    citizen
        .browser
        .until(&format!("{editor}.didPostSaveRequestSucceed() && !{editor}.isEditedPostDirty()"))
        .await;
    let page = citizen.browser.text(&format!("{editor}.getPermalink()")).await;
    let post = citizen.browser.text(&format!("{editor}.getCurrentPostId()")).await;
    // What was saved is read again as what it was.
    citizen.browser.goto(&site.page(&format!("wp-admin/post.php?post={post}&action=edit"))).await;
    let blocks = "window.wp?.data?.select('core/block-editor')?.getBlocks()";
    citizen.browser.until(&format!("{blocks}?.[0]?.name === 'glasno/budget' && {blocks}[0].isValid")).await;
    citizen.browser.tell("Network.clearBrowserCookies", json!({})).await;

    citizen.open_widget(&page).await;
    let found = "const budget = document.querySelector('glasno-budget');\
        return Object.fromEntries(arguments[0].map((name) => [name, budget.getAttribute(name)]))";
    let names: Vec<&String> = set.as_object().unwrap().keys().collect();
    assert_eq!(citizen.browser.run_with(found, vec![json!(names)]).await, set);
}

/// Before a server that writes down what it is asked and leads elsewhere.
async fn the_proxy_lets_through_what_the_widget_needs(site: &Site) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let written = Arc::clone(&heard);
    let server = Port::open(Box::new(move |request| {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        written.lock().unwrap().push((
            format!("{} {}", request.method, request.path),
            request.headers.clone(),
            body,
        ));
        let elsewhere = [("location", "https://evil.example/"), ("set-cookie", "a=b"), ("etag", "\"7\"")];
        port::answer("302 Found", &elsewhere, b"")
    }));
    site.save(&json!({ "server": server.address, "proxy": true }));
    let visitor = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let path = "uchastie/api/v1/consultations/x/submissions?lang=bg";
    let sent = visitor.post(site.page(path)).header("cookie", "wordpress_logged_in=secret");
    let sent = sent.header("authorization", "Basic c2VjcmV0").header("origin", "https://www.example.bg");
    let answer = sent.body("{\"a\":\"ѝ\"}").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["etag"].to_str().unwrap()), (302, "\"7\""));
    assert!(!answer.headers().contains_key("set-cookie") && !answer.headers().contains_key("location"));
    let receipt = visitor.delete(site.page("uchastie/api/v1/submissions/7"));
    receipt.header("authorization", "Glasno-Receipt abc").send().await.unwrap();
    visitor.get(site.page("uchastie/c/x-2027/frame?lang=bg&hide=header+footer")).send().await.unwrap();

    let all = std::mem::take(&mut *heard.lock().unwrap());
    let [(first, headers, body), (second, receipt, _), (frame, ..)] = &all[..] else { panic!("{all:?}") };
    assert_eq!(frame, "GET /c/x-2027/frame?lang=bg&hide=header+footer");
    assert_eq!(first, "POST /api/v1/consultations/x/submissions?lang=bg");
    assert_eq!(second, "DELETE /api/v1/submissions/7");
    assert_eq!(body, "{\"a\":\"ѝ\"}");
    let all_headers = headers.join("\n").to_lowercase();
    assert!(!all_headers.contains("secret") && !all_headers.contains("authorization"), "{all_headers}");
    for expected in ["x-forwarded-for: 127.0.0.1", "origin: https://www.example.bg"] {
        assert!(all_headers.contains(expected), "{all_headers}");
    }
    assert!(receipt.iter().any(|header| header.eq_ignore_ascii_case("authorization: Glasno-Receipt abc")));

    for refused in [
        "officer",
        "c/x",
        "c/x/frame/y",
        "c/../frame",
        "w/%2e%2e/officer",
        "w//officer",
        "w/a/..%2fofficer",
        "api/v1/x?a=(b)",
    ] {
        let answer = visitor.get(site.page(&format!("uchastie/{refused}"))).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{refused}");
    }
    assert_eq!(visitor.patch(site.page("uchastie/w/v1/glasno.js")).send().await.unwrap().status(), 405);
    // Where the words to an error are found, its code still after the #.
    let explained = visitor.get(site.page("uchastie/snippet")).send().await.unwrap();
    let told = (explained.status().as_u16(), explained.headers()["location"].to_str().unwrap().to_owned());
    assert_eq!(told, (302, format!("{}/snippet", server.address)));
    let long = visitor.post(site.page("uchastie/api/v1/x")).body(vec![b'x'; 1_048_577]);
    assert_eq!(long.send().await.unwrap().status(), 413);
    assert!(heard.lock().unwrap().is_empty(), "the server hears nothing of what is refused");
}

/// Somebody else: whoever was here a moment ago has all of the widget in the browser's cache.
async fn whoever_has_no_script_or_no_server_finds_the_link(site: &Site) {
    let citizen = Citizen::arrives().await;
    for name in ["element", "plain", "shortcode", "block"] {
        let html = reqwest::get(site.page(name)).await.unwrap().text().await.unwrap();
        assert!(html.contains(&format!("/c/{SLUG}\">")), "{name}: {html}");
        assert!(!html.contains("<b>Warning</b>") && !html.contains("<b>Notice</b>"), "{name}: {html}");
        citizen.browser.goto(&site.page(name)).await;
        let link = format!("document.querySelector('a[href$=\"/c/{SLUG}\"]').checkVisibility()");
        citizen.browser.until(&link).await;
    }
}
