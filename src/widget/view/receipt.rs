//! The receipt: thanks, the code, and what comes next. Nothing else asks for attention.

use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::page;
use crate::view::erased::{press, text};
use crate::visit::Visit;

/// The receipt.
pub fn receipt(visit: Visit) -> AnyView {
    let code = visit.opened().map(|opened| opened.receipt_code.reveal()).unwrap_or_default();
    let received = visit.receipt().map(|receipt| receipt.received_at);
    let (received, next) = visit.facts(|facts| {
        let moment = |word: Word, at| facts.say(word, &[("moment", &facts.formats.moment(at))]);
        let next = facts.consultation.closes_at.map(|at| moment(Word::NextDeadline, at));
        (received.map(|at| moment(Word::ReceivedAt, at)), next)
    });
    let title = visit.facts(|facts| facts.consultation.title.get(facts.language).to_owned());
    let copied = RwSignal::new(String::new());
    let to_copy = code.clone();
    let copy = move || {
        let text = to_copy.clone();
        spawn_local(async move {
            let word = if page::copy(&text).await { Word::Copied } else { Word::CopyFailed };
            copied.try_set(visit.word(word));
        });
    };
    view! {
        <section class="receipt" part="receipt" aria-labelledby="receipt-title">
            <p class="eyebrow">{title}</p>
            <h2 id="receipt-title" tabindex="-1">{visit.word(Word::Thanks)}</h2>
            <p>{visit.word(Word::Received)}</p>
            <p class="code-box"><output id="receipt-code" aria-label=visit.word(Word::CodeLabel)>{code}</output></p>
            <p class="quiet">{received}</p>
            <p>{visit.word(Word::CodeUse)}</p>
            <div class="acts no-print">
                <button type="button" class="primary" on:click=press(copy)>{visit.word(Word::Copy)}</button>
                <button type="button" class="secondary" on:click=press(page::print)>{visit.word(Word::Print)}</button>
            </div>
            <p class="quiet" role="status">{text(move || copied.get())}</p>
            <h3>{visit.word(Word::Next)}</h3>
            {next.map(|next| view! { <p>{next}</p> })}
            <p>{visit.facts(|facts| facts.consultation.answers_use.get(facts.language).to_owned())}</p>
        </section>
    }
    .into_any()
}
