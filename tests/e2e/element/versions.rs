//! Two loaders on one page, as happens where a theme brings one and an editor pastes another.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG};

use super::{BUDGET, complaints};

#[tokio::test]
async fn whoever_looks_after_a_page_with_two_versions_of_the_loader_is_told_once() {
    let server = Installation::with_sample().serve(&[]);
    let address = format!("{}/c/{SLUG}", server.address);
    let loader =
        reqwest::get(format!("{}/w/v1/glasno.js", server.address)).await.unwrap().text().await.unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(loader.matches(&format!("version:`{version}`")).count(), 1, "{loader}");
    let other = loader.replace(&format!("version:`{version}`"), "version:`9.9.9`");
    let page = |loaders: &str| {
        format!(
            "<!doctype html><html lang=bg><meta charset=utf-8><title>Община</title>\
             <glasno-budget src=\"{address}\" lang=bg><a href=\"{address}\">Участвайте</a></glasno-budget>{loaders}"
        )
    };
    let own = format!("<script src=\"{}/w/v1/glasno.js\"></script>", server.address);
    let host = Host::with(vec![
        Page { path: "/other.js", headers: vec![("content-type", "text/javascript".into())], html: other },
        Page { path: "/twice", headers: vec![], html: page(&own.repeat(2)) },
        Page {
            path: "/two",
            headers: vec![],
            html: page(&format!("{own}<script src=\"/other.js\"></script>")),
        },
    ]);
    let admin = Citizen::arrives().await;
    admin.open_widget(&host.page("/twice")).await;
    assert_eq!(complaints(&admin).await, [""; 0]);
    admin.open_widget(&host.page("/two")).await;
    admin.browser.until(&format!("{BUDGET}.version === '{version}'")).await;
    let told = complaints(&admin).await;
    let told: Vec<&String> = told.iter().filter(|line| line.contains("9.9.9")).collect();
    assert!(told.len() == 1 && told[0].contains(version) && told[0].contains("glasno-budget"), "{told:?}");
}
