//! Where there is nothing to take part in, or nothing that answers.

use glasno_tests::support::{Citizen, Installation, Relay};

use super::{Around, Look};

/// Where nobody can take part: too early, too late, nothing there, nothing that answers.
pub(crate) async fn closed_doors(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let closed = Installation::with_sample();
    closed.close();
    let early = Installation::with_sample();
    early.update(&["--opens-at", "2099-11-01T09:00"]);
    for (state, installation) in [("closed", closed), ("not open yet", early)] {
        let server = installation.serve(&[]);
        let _host = around.open(citizen, &server).await;
        browser.until("one('[role=status]')?.textContent").await;
        browser.press("#head-0").await;
        browser.until("one('.line')").await;
        look.look(state).await;
    }
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    for (view, stands) in [("summary", "#whole"), ("results", "[part=results]")] {
        browser.run(&format!("document.querySelector('glasno-budget').view = '{view}'")).await;
        browser.until(&format!("one('{stands}')")).await;
        look.look(view).await;
    }
    browser
        .run("Object.assign(document.querySelector('glasno-budget'), { view: 'full', compact: true })")
        .await;
    browser.until("one('.way input')").await;
    browser.press("#head-0").await;
    browser.until("one('.line')").await;
    look.look("compact").await;
    browser.run("document.querySelector('glasno-budget').hide = 'header footer results comments'").await;
    look.look("with parts hidden").await;
    let server = Installation::with_sample().serve(&[]);
    let relay = Relay::before_the_draft(&server.address);
    let host = around.host(&relay.address);
    citizen.open_widget(&host.page("/")).await;
    look.look("no draft yet").await;
}

/// Where only the loader speaks: the link inside the element is what is left.
pub(crate) async fn without_the_widget(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let unpublished = Installation::with_consultation().serve(&[]);
    let host = around.host(&unpublished.address);
    browser.goto(&host.page("/")).await;
    browser.until("one('[role=status]')?.textContent").await;
    look.look("not published").await;
    let server = Installation::with_sample().serve(&[]);
    let host = around.host(&server.address);
    browser.block(&["*/api/v1/*"]).await;
    browser.goto(&host.page("/")).await;
    browser.until("one('[role=status]')?.textContent").await;
    look.look("server unreachable").await;
    browser.block(&["*/w/v1/glasno.js"]).await;
    browser.goto(&host.page("/")).await;
    look.look("only the link").await;
    browser.block(&[]).await;
}
