//! What a citizen who listens hears of running totals: what stands there in the end, politely, and not on every key.

use glasno_tests::support::{Browser, Citizen, Installation, SLUG};
use serde_json::Value;

use crate::states::Around;

/// Remembers what a status region says, and how often a pause between two keys was long enough to speak in.
const LISTEN: &str = "\
    const region = one(arguments[0]); const field = one(arguments[1]);\
    const heard = document.heard = { said: [], pauses: 0, keys: 0 }; let last = performance.now();\
    new MutationObserver(() => region.textContent && heard.said.push(region.textContent))\
        .observe(region, { childList: true, characterData: true, subtree: true });\
    field.addEventListener('input', () => { const now = performance.now();\
        heard.keys += 1; heard.pauses += now - last > 700; last = now; });\
    last = performance.now();";

#[tokio::test]
async fn citizen_who_listens_hears_the_balance_when_the_typing_pauses() {
    let server = Installation::with_sample().serve(&[]);
    let host = Around::Index("bg").host(&server.address);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    let line = citizen.find_line("улич").await;
    let total = Total { shown: "#balance", said: ".balance [role=status]" };
    total.check_silent(&citizen.browser).await;
    total.check(&citizen, &format!("#amount-{}", line.0), "20000000").await;
    citizen.see_balance_become("short").await;
}

#[tokio::test]
async fn citizen_who_listens_hears_what_remains_when_the_typing_pauses() {
    let installation = Installation::with_sample();
    let file = installation.folder().join("points.toml");
    std::fs::write(&file, "[ways]\n[ways.pot]\nunit = \"points\"\ntotal = 1000\n[ways.projects]\nbudget = 200000\nmethod = \"points\"\ntotal = 1000\n").unwrap();
    installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    let server = installation.serve(&[]);
    let host = Around::Index("bg").host(&server.address);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.browser.until("one('#pot-0') && one('#project-0')").await;
    for (way, field) in [("pot", "#pot-0"), ("projects", "#project-0")] {
        let (shown, said) = (
            format!("section:has(#way-{way}) .remaining"),
            format!("section:has(#way-{way}) .remaining + [role=status]"),
        );
        let total = Total { shown: &shown, said: &said };
        total.check_silent(&citizen.browser).await;
        total.check(&citizen, field, "123").await;
    }
}

#[tokio::test]
async fn citizen_who_listens_hears_what_the_chosen_projects_leave_over() {
    let installation = Installation::with_sample();
    let file = installation.folder().join("knapsack.toml");
    std::fs::write(&file, "[ways]\n[ways.projects]\nbudget = 200000\nmethod = \"knapsack\"\n").unwrap();
    installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    let server = installation.serve(&[]);
    let host = Around::Index("bg").host(&server.address);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    citizen.open_widget(&host.page("/")).await;
    for project in ["#project-2", "#project-3"] {
        browser.press(project).await;
    }
    let left = citizen.written("bg", 20_000_000 - 2_350_000 - 12_800_000).await;
    let left = Value::from(left);
    browser.until(&format!("one('.remaining + [role=status]').textContent.includes({left})")).await;
}

/// A total that runs along, and the region in which it is said.
struct Total<'a> {
    shown: &'a str,
    said: &'a str,
}

impl Total<'_> {
    /// What stands there on arrival is read with the page, so nothing is said of it.
    async fn check_silent(&self, browser: &Browser) {
        let region = format!("one('{}')", self.said);
        // A status is polite, unless it says otherwise.
        assert_eq!(browser.text(&format!("{region}.ariaLive ?? 'polite'")).await, "polite");
        assert_eq!(browser.text(&format!("{region}.textContent")).await, "", "nothing changed yet");
    }

    /// Types, and listens.
    async fn check(&self, citizen: &Citizen, field: &str, typed: &str) {
        let browser = &citizen.browser;
        browser.press(field).await;
        browser.mark_all().await;
        browser.run_with(LISTEN, vec![self.said.into(), field.into()]).await;
        browser.type_keys(typed).await;
        browser
            .until(&format!(
                "one('{}').textContent && one('{}').textContent === one('{}').textContent",
                self.said, self.said, self.shown
            ))
            .await;
        let heard = browser.run("return document.heard").await;
        let said = heard["said"].as_array().unwrap();
        assert_eq!(heard["keys"], typed.len());
        // On a machine under load the keys themselves may come with pauses between them.
        let pauses = usize::try_from(heard["pauses"].as_u64().unwrap()).unwrap();
        assert!((1..=1 + pauses).contains(&said.len()), "{heard}");
    }
}
