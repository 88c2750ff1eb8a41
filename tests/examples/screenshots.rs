//! Pictures of every state that people see, in three widths, light and dark: `STATE-WIDTH-SCHEME.png`.
//!
//! `cargo run -p glasno-tests --example screenshots -- FOLDER`, with `GLASNO_BIN`, `CHROMIUM` and `CHROMEDRIVER` set as
//! `cargo xtask test` sets them. A whole page each; `…-screen.png` is what a phone shows at once.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use glasno_tests::support::{Citizen, Host, Installation, OFFICER, PASSWORD, Relay, SLUG, Scheme, Server};

const SIZES: [(u32, u32); 3] = [(360, 740), (768, 1024), (1280, 800)];

#[tokio::main]
async fn main() -> Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).context("name the folder for the pictures")?.into();
    std::fs::create_dir_all(&folder)?;
    for (width, height) in SIZES {
        let album = Album { folder: folder.clone(), width, height, citizen: Citizen::arrives().await };
        album.visit().await?;
        album.before_and_after().await?;
        album.officer().await?;
    }
    Ok(())
}

/// The pictures of one width.
struct Album {
    folder: PathBuf,
    width: u32,
    height: u32,
    citizen: Citizen,
}

impl Album {
    /// A whole visit.
    async fn visit(&self) -> Result<()> {
        let citizen = &self.citizen;
        let installation = Installation::with_sample();
        let deadline =
            citizen.browser.text("new Date(Date.now() + 55 * 864e5).toISOString().slice(0, 10)").await;
        installation.update(&["--closes-at", &format!("{deadline}T17:00")]);
        let server = installation.serve(&[]);
        let host = Host::with_index(&server.address, "bg");
        citizen.browser.resize(self.width, self.height).await;
        citizen.open_widget(&host.page("/")).await;
        self.shoot("opening").await?;
        citizen.open_function("Общи държавни служби").await;
        citizen.open_function("Икономически дейности").await;
        self.shoot("functions-open").await?;
        citizen.browser.press(".line.locked summary").await;
        citizen.browser.press(".line:not(.locked) summary").await;
        self.shoot("details-open").await?;
        citizen.search("гълъб").await;
        self.shoot("search-nothing").await?;
        let line = citizen.find_line("ремонт пътища").await;
        self.shoot("search-found").await?;
        citizen.set_amount(line, "седем").await;
        citizen.see_balance_become("refused").await;
        self.shoot("amount-refused").await?;
        citizen.set_amount(line, "750000,50").await;
        citizen.see_balance_become("short").await;
        self.shoot("short").await?;
        citizen.browser.press(".offers summary").await;
        self.shoot("short-offers").await?;
        citizen.browser.press(".offers summary").await;
        citizen.comment(line, "Улиците в квартала са в дупки. 🚧").await;
        self.shoot("comment-open").await?;
        citizen.browser.press(".offers summary").await;
        citizen.browser.press(".offer").await;
        citizen.see_balance_become("balanced").await;
        citizen.end_search().await;
        citizen.comment_on_whole("Благодаря, че питате.").await;
        self.shoot("balanced").await?;
        citizen.browser.press("section[part=chart] > button").await;
        citizen.browser.until("one('.before-after canvas')?.width > 0").await;
        self.shoot("chart").await?;
        citizen.review().await;
        self.shoot("review").await?;
        citizen.browser.set_offline(true).await;
        citizen.send().await;
        citizen.browser.until("one('.delivery')?.textContent").await;
        self.shoot("offline").await?;
        citizen.browser.set_offline(false).await;
        citizen.receipt_code().await;
        self.shoot("receipt").await?;
        citizen.open_widget(&format!("{}/c/{SLUG}?lang=en", server.address)).await;
        self.shoot("own-page").await
    }

    /// What stands there when nobody can take part.
    async fn before_and_after(&self) -> Result<()> {
        let closed = Installation::with_sample();
        closed.close();
        let early = Installation::with_sample();
        early.update(&["--opens-at", "2099-11-01T09:00"]);
        let unpublished = Installation::with_consultation();
        for (state, installation) in
            [("closed", closed), ("not-open-yet", early), ("unpublished", unpublished)]
        {
            let server = installation.serve(&[]);
            let host = Host::with_index(&server.address, "bg");
            self.citizen.browser.goto(&host.page("/")).await;
            self.citizen.browser.until("one('[part=root], [role=status]')").await;
            self.shoot(state).await?;
        }
        let server = Installation::with_sample().serve(&[]);
        let host = Host::with_index(&server.address, "bg");
        let relay = Relay::before_the_draft(&server.address);
        let early = Host::with_index(&relay.address, "bg");
        self.citizen.open_widget(&early.page("/")).await;
        self.shoot("no-draft").await?;
        self.citizen.browser.block(&["*/api/v1/*"]).await;
        self.citizen.browser.goto(&host.page("/")).await;
        self.citizen.browser.until("one('[role=status]')").await;
        self.shoot("unreachable").await?;
        self.citizen.browser.block(&[]).await;
        Ok(())
    }

    /// The officer's pages.
    async fn officer(&self) -> Result<()> {
        let server: Server = Installation::with_sample().serve(&[]);
        let browser = &self.citizen.browser;
        browser.goto(&format!("{}/officer", server.address)).await;
        self.shoot("officer-login").await?;
        browser.press("#name").await;
        browser.insert(OFFICER).await;
        browser.press("#password").await;
        browser.insert(PASSWORD).await;
        browser.press("form button").await;
        browser.until("!one('#password') && document.readyState === 'complete'").await;
        self.shoot("officer-list").await?;
        browser.goto(&format!("{}/officer/c/{SLUG}", server.address)).await;
        self.shoot("officer-consultation").await?;
        browser.goto(&format!("{}/", server.address)).await;
        self.shoot("server-home").await
    }

    async fn shoot(&self, state: &str) -> Result<()> {
        let browser = &self.citizen.browser;
        for scheme in [Scheme::Light, Scheme::Dark] {
            browser.prefer(scheme).await;
            let name = format!("{state}-{}-{}", self.width, scheme.name());
            if self.width < 600 {
                std::fs::write(self.path(&format!("{name}-screen")), browser.picture(false).await)?;
            }
            std::fs::write(self.path(&name), browser.picture(true).await)?;
        }
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(&self.folder).join(format!("{name}.png"))
    }
}
