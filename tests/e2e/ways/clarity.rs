//! “Is this line clear to you?”

use glasno_tests::support::Installation;
use serde_json::json;

use super::{opened, sample_with, see};

#[tokio::test]
async fn citizen_says_that_a_line_is_not_clear_and_sends_nothing_else() {
    for (language, title, no) in
        [("bg", "Ясни ли са Ви перата?", "Не"), ("en", "Are the lines clear to you?", "No")]
    {
        let server = Installation::with_sample().serve(&[]);
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        let line = citizen.find_line("622").await;
        browser.press(&format!("#line-{} summary", line.0)).await;
        let pressed = "all('.clarity button').map((button) => button.ariaPressed).join()";
        browser.press(".clarity button:first-of-type").await;
        browser.until(&format!("{pressed} === 'true,false'")).await;
        browser.press(".clarity button:last-of-type").await;
        browser.until(&format!("{pressed} === 'false,true'")).await;
        browser.press("#undo").await;
        browser.until(&format!("{pressed} === 'false,false'")).await;
        browser.press("#redo").await;
        browser.until(&format!("{pressed} === 'false,true'")).await;
        // A second line is said to be clear, and that is taken back by the same button.
        let other = citizen.find_line("604").await;
        browser.press(&format!("#line-{} summary", other.0)).await;
        for state in ["true", "false"] {
            browser.press(&format!("#line-{} .clarity button:first-of-type", other.0)).await;
            browser
                .until(&format!("one('#line-{} .clarity button').ariaPressed === '{state}'", other.0))
                .await;
        }
        citizen.review().await;
        see(&citizen, ".review h3", title).await;
        let said = "all('.review h3').find((head) => head.textContent === arguments[0]).nextElementSibling.querySelector('span').textContent";
        let said = browser.run_with(&format!("return {said}"), vec![title.into()]).await;
        assert_eq!(said, no);
        citizen.send().await;
        citizen.receipt_code().await;
        let ballots = server.installation.ballots();
        assert_eq!(ballots[0]["clarity"], json!([{ "line": "622-local", "clear": false }]));
    }
}

#[tokio::test]
async fn nobody_is_asked_where_the_question_is_off() {
    let server = sample_with("[ways]\n");
    let (citizen, _host) = opened(&server, "bg").await;
    let line = citizen.find_line("622").await;
    citizen.browser.press(&format!("#line-{} summary", line.0)).await;
    citizen.browser.until("one('.copy-link')").await;
    assert_eq!(citizen.browser.text("all('.clarity').length").await, "0");
}

#[tokio::test]
async fn citizen_reads_what_this_consultation_publishes() {
    for (language, everything, less) in [
        (
            "bg",
            "Публикуват се, без име и без връзка с Вас: предложените промени, коментарите, отговорите дали перата са ясни, разделеното по области, избраните проекти, отговорите на въпросите.",
            "Публикуват се, без име и без връзка с Вас: предложените промени, коментарите.",
        ),
        (
            "en",
            "What is published, without a name or any link to you: the proposed changes, the comments, whether lines are clear, the shares of each area, the chosen projects, the answers to the questions.",
            "What is published, without a name or any link to you: the proposed changes, the comments.",
        ),
    ] {
        for (server, sentence) in
            [(Installation::with_sample().serve(&[]), everything), (sample_with("[ways]\n"), less)]
        {
            let (citizen, _host) = opened(&server, language).await;
            citizen.comment_on_whole("…").await;
            citizen.review().await;
            see(&citizen, ".review p", sentence).await;
        }
    }
}
