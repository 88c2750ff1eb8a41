//! The page that a citizen ends on: thanks, and the code.

use glasno_model::{Consultation, Receipt, ReceiptCode, urls};
use glasno_words::{Language, Speak as _, server, widget::Word};
use maud::{Markup, html};

use crate::http::{page::Page, texts_language, written};

/// The page. The code stands in it and in no address.
pub fn page(
    consultation: &Consultation,
    receipt: &Receipt,
    code: &ReceiptCode,
    language: Language,
) -> Markup {
    let title = Word::Thanks.text(language);
    let moment = |moment| written::moment(moment, &consultation.time_zone, language);
    let received = moment(receipt.received_at);
    // Both a date and a sentence end with a point in Bulgarian; one is enough.
    let say = |word: Word, time: &str| word.say(language, &[("moment", time)]).replace("..", ".");
    let back = format!("{}?lang={}", urls::consultation_page(&consultation.slug), language.tag());
    let answers = consultation.answers_use.in_language(texts_language(language));
    let body = html! {
        header { h1.kind { (server::Word::PageKind.text(language)) } }
        main.receipt {
            h2 #thanks tabindex="-1" autofocus { (title) }
            p { (Word::Received.text(language)) }
            p.code aria-label=(Word::CodeLabel.text(language)) role="group" { (code.reveal()) }
            p.print { (server::Word::PlainPrint.text(language)) }
            p { (Word::CodeUse.text(language)) }
            p { (say(Word::ReceivedAt, &received)) }
            @if let Some(closes_at) = consultation.closes_at { p { (say(Word::NextDeadline, &moment(closes_at))) } }
            @if let Some((spoken, words)) = answers { p lang=(spoken.tag()) { (words) } }
            p.print { a href=(back) { (server::Word::PlainAgain.text(language)) } }
        }
    };
    Page { language, title, style: "page.css", head: html! {}, body }.render()
}
