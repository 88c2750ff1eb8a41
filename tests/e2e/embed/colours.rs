//! Light and dark: the frame has the scheme of the page around it, from its first moment on.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use base64::Engine as _;
use glasno_tests::support::{Citizen, Host, Installation, Scheme};
use serde_json::{Value, json};

/// A page that is dark, light, or whatever the reader's device prefers: its style, the element's theme, what the device
/// prefers, and what the frame then is.
const PAGES: [(&str, &str, &str, Scheme, &str); 6] = [
    ("/dark", ":root { color-scheme: dark }", "", Scheme::Light, "dark"),
    ("/light", ":root { color-scheme: light }", "", Scheme::Dark, "light"),
    ("/silent", "", "", Scheme::Dark, "light"),
    ("/either", ":root { color-scheme: light dark }", "", Scheme::Dark, "dark"),
    ("/theme", ":root { color-scheme: light }", "theme=dark", Scheme::Light, "dark"),
    ("/part", "body { color-scheme: dark } h1 { color-scheme: light }", "", Scheme::Light, "dark"),
];

#[tokio::test]
async fn frame_is_as_dark_as_the_page_around_it() {
    let server = Installation::with_sample().serve(&[]);
    let pages = PAGES.map(|(path, style, theme, ..)| {
        super::page(
            path,
            &format!("<style>{style}</style>{}", super::snippet(&server, &format!("mode=frame {theme}"))),
        )
    });
    let host = Host::with(pages.into());
    let citizen = Citizen::arrives().await;
    for (path, _, _, preferred, expected) in PAGES {
        citizen.browser.prefer(preferred).await;
        citizen.browser.goto(&host.page(path)).await;
        citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
        let asked = "new URL(one('iframe').src).searchParams.get('scheme')";
        assert_eq!(citizen.browser.text(asked).await, expected, "{path}");
        citizen.browser.enter_widgets_frame().await;
        let seen = "const dark = (element) => getComputedStyle(element).backgroundColor.match(/\\d+/g).slice(0, 3).every((part) => part < 100);\
            return [getComputedStyle(document.documentElement).colorScheme, dark(one('.widget')) ? 'dark' : 'light']";
        assert_eq!(citizen.browser.run(seen).await, json!([expected, expected]), "{path}");
        citizen.browser.leave_frames().await;
    }
    // The page turns light by a class on the element, and the frame with it.
    let light = "const budget = document.querySelector('glasno-budget'); budget.style.colorScheme = 'light'";
    citizen.browser.run(light).await;
    citizen.browser.enter_widgets_frame().await;
    citizen.browser.until("getComputedStyle(document.documentElement).colorScheme === 'light'").await;
}

#[tokio::test]
async fn nothing_white_flashes_on_a_dark_page_while_the_frame_is_on_its_way() {
    let server = Installation::with_sample().serve(&[]);
    let let_go = Arc::new(AtomicBool::new(false));
    let way = super::way_that_holds_the_frame(&server, &let_go);
    let dark = "<style>:root { color-scheme: dark; background: #101418 } body { margin: 0 } h1 { display: none }</style><div id=place></div>";
    let script = super::script(&server).replace(&server.address, &way.address);
    let host = Host::with(vec![super::page("/", &format!("{dark}{script}"))]);
    let citizen = Citizen::arrives().await;
    citizen.browser.resize(600, 500).await;
    citizen.browser.goto(&host.page("/")).await;
    super::put_up_framed(&citizen.browser, &server, &way).await;
    // Before the frame's page has come: whatever the browser shows in its place is dark.
    assert_dark(&citizen, "an empty frame").await;
    let_go.store(true, Ordering::SeqCst);
    citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
    citizen.browser.run(super::guest::SETTLED).await;
    assert_dark(&citizen, "the widget in it").await;
}

/// No point of a coarse grid over the screen is bright; letters are, but a grid meets few of them.
async fn assert_dark(citizen: &Citizen, what: &str) {
    let picture = base64::engine::general_purpose::STANDARD.encode(citizen.browser.picture(false).await);
    let count = "return (async (picture) => {\
        const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));\
        const drawn = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));\
        const canvas = new OffscreenCanvas(drawn.width, drawn.height).getContext('2d');\
        canvas.drawImage(drawn, 0, 0);\
        let [bright, all] = [0, 0];\
        for (let x = 5; x < drawn.width; x += 10) for (let y = 5; y < drawn.height; y += 10) {\
            all += 1;\
            bright += Math.min(...canvas.getImageData(x, y, 1, 1).data) > 150;\
        }\
        return [bright, all];\
    })(arguments[0])";
    let counted: Value = citizen.browser.run_with(count, vec![json!(picture)]).await;
    let (bright, all) = (counted[0].as_u64().unwrap(), counted[1].as_u64().unwrap());
    assert!(all > 1000 && bright * 10 < all, "{what}: {bright} of {all} points are bright");
}
