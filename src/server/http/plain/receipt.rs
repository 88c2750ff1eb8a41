//! The page that a citizen ends on: thanks, the code, and what was sent, for the screen and for paper.

use glasno_model::{BallotDocument, BudgetDraft, Receipt, ReceiptCode, Stage};
use glasno_words::{Speak as _, server, widget::Word};
use maud::{Markup, html};

use super::{code::open_again, filled::Filled, post::Posted, sheet::Sheet};
use crate::http::{page::Page, texts_language, written};

/// What it is the receipt of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A proposal.
    Sent,
    /// A change of one.
    Changed,
}

/// The page. The code stands in it and in no address. The draft is the one that the ballot was made on.
pub fn page(
    posted: &Posted,
    kind: Kind,
    receipt: &Receipt,
    code: &ReceiptCode,
    ballot: &BallotDocument,
    draft: &BudgetDraft,
) -> Markup {
    let (consultation, language) = (posted.consultation(), posted.language());
    let title = Word::Thanks.text(language);
    let moment = |moment| written::moment(moment, &consultation.time_zone, language);
    let received = moment(receipt.received_at);
    // Both a date and a sentence end with a point in Bulgarian; one is enough.
    let say = |word: Word, time: &str| word.say(language, &[("moment", time)]).replace("..", ".");
    let answers = consultation.answers_use.in_language(texts_language(language));
    let named = consultation.title.in_language(texts_language(language));
    let address = posted.address();
    let nothing = Filled::default();
    let body = html! {
        header { h1.kind { (server::Word::PageKind.text(language)) } }
        main.receipt {
            h2 #thanks tabindex="-1" autofocus { (title) }
            p {
                @if kind == Kind::Changed { (server::Word::PlainChanged.text(language)) }
                @else { (Word::Received.text(language)) }
            }
            p.code aria-label=(server::Word::PlainCodeLabel.text(language)) role="group" { (code.reveal()) }
            p.print { (server::Word::PlainPrint.text(language)) }
            p { (Word::CodeUse.text(language)) }
            p {
                @if let Some((spoken, title)) = named { strong lang=(spoken.tag()) { (title) } br; }
                (say(Word::ReceivedAt, &received))
            }
            @if let Some(closes_at) = consultation.closes_at { p { (say(Word::NextDeadline, &moment(closes_at))) } }
            @if let Some((spoken, words)) = answers { p lang=(spoken.tag()) { (words) } }
            @if posted.stage == Stage::Open {
                div.print {
                    p { (server::Word::PlainChangeWhy.text(language)) }
                    (open_again(&address, code, server::Word::PlainChangeHere.text(language)))
                }
            }
            (Sheet::new(consultation, draft, language, &nothing, &[], false).said(ballot))
            p.print { a href=(address) { (server::Word::PlainAgain.text(language)) } }
        }
    };
    Page { language, title, style: "page.css", head: html! {}, body }.render()
}
