//! The receipt: thanks, the code, what was sent, and what comes next. Nothing else asks for attention.

use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::page;
use crate::view::erased::{press, text};
use crate::view::{go, review};
use crate::visit::{Facts, Step, Visit, sending::Desk};

/// The receipt.
pub fn receipt(visit: Visit) -> AnyView {
    let code = visit.opened().map(|opened| opened.receipt_code.reveal()).unwrap_or_default();
    let Some(receipt) = visit.receipt() else { return ().into_any() };
    let received = if receipt.version > 1 { Word::ReceivedChange } else { Word::Received };
    let at_moment = move |facts: &Facts, word, at| facts.say(word, &[("moment", &facts.formats.moment(at))]);
    let (received_at, code_use, next) = visit.facts(|facts| {
        let closes_at = facts.consultation.closes_at;
        let code_use = closes_at
            .map_or_else(|| facts.say(Word::CodeWhileOpen, &[]), |at| at_moment(facts, Word::CodeUntil, at));
        let next = closes_at.map(|at| at_moment(facts, Word::NextDeadline, at));
        (at_moment(facts, Word::ReceivedAt, receipt.received_at), code_use, next)
    });
    let title = visit.facts(|facts| facts.consultation.title.get(facts.language).to_owned());
    let aloud = visit.facts(|facts| facts.say(Word::CodeAloud, &[("code", &spelled(&code))]));
    view! {
        <section class="receipt" part="receipt" aria-labelledby="receipt-title">
            <p class="eyebrow">{title}</p>
            <h2 id="receipt-title" tabindex="-1">{visit.word(Word::Thanks)}</h2>
            <p>{visit.word(received)}</p>
            <p class="code-box"><output id="receipt-code" aria-label=aloud>{code.clone()}</output></p>
            <p class="quiet">{received_at}</p>
            <p>{code_use}" "{visit.word(Word::CodeUse)}</p>
            {acts(visit, code)}
            <div class="sent">
                <h3 id="sent">{visit.word(Word::SentList)}</h3>
                {review::sent(visit)}
            </div>
            <div class="next no-print">
                <h3>{visit.word(Word::Next)}</h3>
                {next.map(|next| view! { <p>{next}</p> })}
                <p>{visit.facts(|facts| facts.consultation.answers_use.get(facts.language).to_owned())}</p>
            </div>
        </section>
    }
    .into_any()
}

/// Keeping the code, and what can still be done with it.
fn acts(visit: Visit, code: String) -> AnyView {
    let copied = RwSignal::new(String::new());
    let copy = move || {
        let text = code.clone();
        spawn_local(async move {
            let word = if page::copy(&text).await { Word::Copied } else { Word::CopyFailed };
            if let Some(text) = visit.try_facts(|facts| facts.say(word, &[])) {
                copied.try_set(text);
            }
        });
    };
    let open = move |desk: Desk, focus: &str| {
        visit.set_desk(desk);
        go(visit, Step::Draft, focus.to_owned());
    };
    let change = move || open(Desk::Changing, "#changing");
    let withdraw = move || open(Desk::Withdrawing, "#withdraw-no");
    view! {
        <div class="acts no-print">
            <button type="button" class="primary" id="copy" on:click=press(copy)>{visit.word(Word::Copy)}</button>
            <button type="button" class="secondary" id="print" on:click=press(page::print)>{visit.word(Word::Print)}</button>
        </div>
        <p class="quiet no-print" role="status">{text(move || copied.get())}</p>
        <p class="later no-print">
            <button type="button" class="link" id="change" on:click=press(change)>{visit.word(Word::ChangeIt)}</button>
            <button type="button" class="link" id="withdraw" on:click=press(withdraw)>{visit.word(Word::WithdrawIt)}</button>
        </p>
    }
    .into_any()
}

/// The code as it is read over the phone: sign by sign, with a rest after each group.
fn spelled(code: &str) -> String {
    let mut spelled = String::with_capacity(code.len() * 2);
    for sign in code.chars() {
        if sign == '-' {
            spelled.push(',');
        } else {
            spelled.push(' ');
            spelled.push(sign);
        }
    }
    spelled.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_is_read_sign_by_sign() {
        assert_eq!(super::spelled("7KXM-3ADT"), "7 K X M, 3 A D T");
    }
}
