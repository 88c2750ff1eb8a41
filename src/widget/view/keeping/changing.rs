//! A submission that the citizen has opened again: to be changed, to be withdrawn, or only to be looked at.

use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{code, desk::At, kept};
use crate::browser::net;
use crate::view::erased::{piece, press, text};
use crate::view::{focus_next, lazy, tabs::Tabs};
use crate::visit::{
    Facts, Visit,
    delivery::Outcome,
    proposal::Proposal,
    sending::{Desk, Held, Opened},
    undo::Touched,
};

/// Says what is being changed, and offers to withdraw it or to leave it as it is.
pub fn banner(visit: Visit, at: At) -> AnyView {
    let Some(opened) = visit.opened() else { return ().into_any() };
    // Another tab that is about to send hears of it.
    Tabs::join(visit);
    let confirming = visit.desk_has(Desk::Withdrawing);
    let moment = visit.facts(|facts| facts.formats.moment(opened.sent_at));
    let title = visit.facts(|facts| facts.say(Word::ChangingSince, &[("moment", &moment)]));
    view! {
        <section class="notice" id="changing" tabindex="-1" aria-labelledby="changing-title">
            <p id="changing-title"><strong>{title}</strong></p>
            <p>{visit.word(Word::ChangingHint)}</p>
            {piece(move || replaced(visit))}
            {if confirming { confirm(visit, at, opened) } else { acts(visit, at) }}
            <p class="said-now" role="status">{text(move || at.said.get())}</p>
        </section>
    }
    .into_any()
}

/// The way back to what stood in the fields before what was sent was put there.
fn replaced(visit: Visit) -> AnyView {
    if !visit.is_replaced() {
        return ().into_any();
    }
    let back = move || {
        visit.set_replaced(false);
        visit.undo();
        focus_next(visit, "#changing".to_owned());
    };
    view! {
        <p>
            {visit.word(Word::OwnWords)}" "
            <button type="button" class="link" id="own-words" on:click=press(back)>{visit.word(Word::OwnWordsBack)}</button>
        </p>
    }
    .into_any()
}

fn acts(visit: Visit, at: At) -> AnyView {
    let ask = move || {
        at.said.set(String::new());
        visit.set_desk(Desk::Withdrawing);
        focus_next(visit, "#withdraw-no".to_owned());
    };
    let stop = move || {
        kept::forget(visit);
        // What was typed meanwhile can be taken back, as a proposal of its own.
        visit.record(Touched::All);
        visit.set_opened(None);
        visit.set_identity(None);
        visit.restore(visit.facts(|facts| Proposal::begin(&facts.consultation.ways)));
        visit.set_saved();
        visit.set_notes(false, Vec::new());
        visit.set_desk(Desk::Left);
        focus_next(visit, "#left".to_owned());
    };
    view! {
        <div class="acts">
            <button type="button" class="secondary" id="stop-changing" on:click=press(stop)>{visit.word(Word::StopChanging)}</button>
            <button type="button" class="secondary" id="withdraw" on:click=press(ask)>{visit.word(Word::Withdraw)}</button>
        </div>
    }
    .into_any()
}

/// The one question before withdrawing.
fn confirm(visit: Visit, at: At, opened: Opened) -> AnyView {
    let leave = move || {
        at.said.set(String::new());
        visit.set_desk(Desk::Changing);
        focus_next(visit, "#withdraw".to_owned());
    };
    view! {
        <p id="withdraw-sure">{visit.word(Word::WithdrawSure)}</p>
        <div class="acts">
            <button type="button" class="primary" id="withdraw-yes" aria-describedby="withdraw-sure"
                on:click=press(move || withdraw(visit, at, &opened))>
                {visit.word(Word::WithdrawYes)}
            </button>
            <button type="button" class="secondary" id="withdraw-no" aria-describedby="withdraw-sure" on:click=press(leave)>
                {visit.word(Word::WithdrawNo)}
            </button>
        </div>
    }
    .into_any()
}

fn withdraw(visit: Visit, at: At, opened: &Opened) {
    if at.busy.get_untracked() {
        return;
    }
    at.begin(visit, Word::Withdrawing);
    let server = visit.facts(|facts| facts.server.clone());
    let Opened { id, receipt_code, .. } = opened.clone();
    spawn_local(async move {
        let answer = net::withdraw(&server, &id, &receipt_code).await;
        if !at.end() {
            return;
        }
        match answer {
            Outcome::Received(receipt) => {
                // What is kept has the id of what is withdrawn; what was written stands in the fields.
                kept::forget(visit);
                visit.set_identity(None);
                visit.set_held(Held::Withdrawn(receipt.received_at));
                focus_next(visit, "#held".to_owned());
            }
            other => at.said.set(visit.facts(|facts| code::reason(facts, &other))),
        }
    });
}

/// What was sent, where it cannot be changed.
pub fn held(visit: Visit, at: At) -> AnyView {
    let Some(held) = visit.held() else { return ().into_any() };
    let (word, moment) = match held {
        Held::Withdrawn(moment) => (Word::HeldWithdrawn, moment),
        Held::Closed(moment) => (Word::HeldClosed, moment),
        Held::Early(moment) => (Word::HeldEarly, moment),
    };
    let withdrawn = matches!(held, Held::Withdrawn(_));
    let anew = withdrawn && visit.facts(Facts::is_open);
    let said = visit.facts(|facts| facts.say(word, &[("moment", &facts.formats.moment(moment))]));
    let again = move || {
        at.said.set(String::new());
        visit.set_desk(Desk::Code);
        focus_next(visit, "#code".to_owned());
    };
    view! {
        <section class="notice" id="held" tabindex="-1" aria-labelledby="held-title">
            <p id="held-title"><strong>{said}</strong></p>
            {anew.then(|| view! { <p>{visit.word(Word::HeldAnew)}</p> })}
            {(!withdrawn).then(|| lazy::sent(visit))}
            <p><button type="button" class="link" on:click=press(again)>{visit.word(Word::OtherCode)}</button></p>
        </section>
    }
    .into_any()
}
