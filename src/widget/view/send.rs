//! Sending: how it stands, in words, and the one button that does what helps next.

use std::time::Duration;

use glasno_model::{ChangeDocument, EventKind, Receipt, SubmissionDocument};
use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{
    net::{self, Counting},
    page,
};
use crate::view::erased::{flag, piece, press, text};
use crate::view::{go, keeping::kept, organisation, review::back, tabs::Tabs};
use crate::visit::{
    Facts, Step, Visit,
    delivery::{Delivery, Outcome, Refusal, Wait},
    sending::{Desk, Opened, Outgoing},
};

/// The end of the review.
pub fn send(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs) -> AnyView {
    send_when_back_online(visit, delivery, tabs);
    let waits = flag(move || delivery.with(|delivery| *delivery != Delivery::Idle));
    let busy = text(move || delivery.with(Delivery::is_underway).to_string());
    // Whoever has sent from another tab most often wants to change that.
    let second = move || is_sent_in_another_tab(visit, delivery, tabs);
    view! {
        <p class="notice delivery" part="status" role="status" class:shown=waits>
            {text(move || delivery.with(|delivery| status(visit, delivery)))}
        </p>
        {piece(move || own_page(visit, &delivery.get()))}
        <p class="notice other-tab" role="status" class:shown=flag(second)>
            {text(move || if second() { visit.word(Word::OtherTab) } else { String::new() })}
        </p>
        <div class="acts">
            {piece(move || if second() { change_sent(visit) } else { ().into_any() })}
            <button type="button" id="send" part="submit" class:primary=flag(move || !second()) class:secondary=flag(second)
                aria-disabled=busy on:click=press(move || act(visit, delivery, tabs))>
                {text(move || visit.word(label(visit, &delivery.get(), second())))}
            </button>
            {piece(move || other_acts(visit, delivery))}
        </div>
    }
    .into_any()
}

/// What the button does next.
fn label(visit: Visit, delivery: &Delivery, sent_in_another_tab: bool) -> Word {
    match delivery {
        Delivery::Waiting { .. } => Word::TryNow,
        Delivery::Refused(Refusal::DraftChanged) => Word::SeeChanges,
        Delivery::Refused(refusal) if refusal.is_elsewhere() => Word::SendInItsPlace,
        Delivery::Refused(refusal) if refusal.can_begin_anew() => Word::SendAnew,
        _ if visit.opened().is_some() => Word::SendChange,
        _ if sent_in_another_tab => Word::SendSeparately,
        _ => Word::Send,
    }
}

fn act(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs) {
    match delivery.get_untracked() {
        Delivery::Sending | Delivery::Asking => {}
        Delivery::Refused(Refusal::DraftChanged) => to_desk(visit, Desk::Renew),
        Delivery::Refused(refusal) if refusal.is_elsewhere() => replace(visit, delivery, tabs),
        Delivery::Refused(refusal) if refusal.can_begin_anew() => {
            visit.set_opened(None);
            visit.set_identity(None);
            visit.set_outgoing(None);
            attempt(visit, delivery, tabs, 1);
        }
        _ if organisation::is_ready(visit) => attempt(visit, delivery, tabs, 1),
        // What is wrong with the organisation stands beside its fields now.
        _ => {}
    }
}

/// What else can be done.
fn other_acts(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    let (settled, elsewhere) = delivery.with(|delivery| {
        (delivery.is_settled(), matches!(delivery, Delivery::Refused(refusal) if refusal.is_elsewhere()))
    });
    if !settled {
        return ().into_any();
    }
    let see = elsewhere.then(|| {
        let act = press(move || to_desk(visit, Desk::Look));
        view! { <button type="button" class="secondary" id="look" on:click=act>{visit.word(Word::LookElsewhere)}</button> }
    });
    let act = press(move || back(visit, "#title".to_owned()));
    view! {
        {see}
        <button type="button" class="secondary" id="back" on:click=act>{visit.word(Word::BackToDraft)}</button>
    }
    .into_any()
}

/// Has another tab sent something, which this one is not about to change?
fn is_sent_in_another_tab(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs) -> bool {
    tabs.have_sent.get() && visit.opened().is_none() && delivery.with(Delivery::is_settled)
}

/// Leads to the field for the code; what was typed stays.
fn change_sent(visit: Visit) -> AnyView {
    let act = press(move || {
        visit.set_desk(Desk::Code);
        back(visit, "#code".to_owned());
    });
    view! { <button type="button" class="primary" id="change-sent" on:click=act>{visit.word(Word::OtherTabChange)}</button> }
        .into_any()
}

/// Sends the proposal, again and again with the same id, until the server has answered.
fn attempt(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs, count: u32) {
    let Some(outgoing) = outgoing(visit) else {
        delivery.set(Delivery::Refused(Refusal::NoRandom));
        return;
    };
    let asked = visit.facts(|facts| format!("{{\"consultation\":\"{}\"}}", facts.consultation.slug));
    // The page around may want a consent of its own first; it is asked once, not before every attempt.
    if count == 1 && !visit.tell("before-submit", &asked) {
        return;
    }
    delivery.set(Delivery::Sending);
    let (server, slug) = visit.facts(|facts| (facts.server.clone(), facts.consultation.slug.clone()));
    spawn_local(async move {
        let outcome = net::send(&server, &slug, &outgoing).await;
        let next = Delivery::after(outcome, count, page::is_online());
        // The visit may have ended while the answer was on its way.
        if delivery.try_set(next.clone()).is_some() {
            return;
        }
        match next {
            Delivery::Received(receipt) if visit.set_receipt(receipt.clone()).is_some() => {
                // It is on the server's disk: the device need not keep it any longer.
                kept::forget(visit);
                tell_received(visit, &receipt);
                tabs.say_sent();
                visit.set_desk(Desk::Quiet);
                go(visit, Step::Receipt, "#receipt-title".to_owned());
            }
            Delivery::Waiting { seconds, .. } => again_later(visit, delivery, tabs, (count, seconds)),
            _ => {}
        }
    });
}

/// Tells the page around that a submission is there, under its public id.
fn tell_received(visit: Visit, receipt: &Receipt) {
    let detail = visit.facts(|facts| {
        let (id, at, slug) = (&receipt.id, receipt.received_at, &facts.consultation.slug);
        format!("{{\"reference\":\"{id}\",\"submittedAt\":\"{at}\",\"consultation\":\"{slug}\"}}")
    });
    visit.tell("submit", &detail);
}

fn again_later(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs, (count, seconds): (u32, u64)) {
    set_timeout(
        move || {
            // A press on “try now” may have been quicker.
            let waiting =
                delivery.try_with_untracked(|delivery| matches!(delivery, Delivery::Waiting { .. }));
            if waiting == Some(true) {
                attempt(visit, delivery, tabs, count.saturating_add(1));
            }
        },
        Duration::from_secs(seconds),
    );
}

/// The browser says when the connection is back; whoever waits for it does not wait for the timer as well.
fn send_when_back_online(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs) {
    let listener = window_event_listener(leptos::ev::online, move |_| {
        if matches!(delivery.get_untracked(), Delivery::Waiting { .. }) {
            attempt(visit, delivery, tabs, 1);
        }
    });
    on_cleanup(move || listener.remove());
}

/// What is on its way: made once, then kept, so that every attempt carries the same id and content.
fn outgoing(visit: Visit) -> Option<Outgoing> {
    if let Some(known) = visit.outgoing() {
        return Some(known);
    }
    let ballot = visit.ballot();
    let outgoing = if let Some(opened) = visit.opened() {
        let document = ChangeDocument { version: opened.version, ballot };
        Outgoing::Change { opened, document }
    } else {
        let (id, receipt_code) = visit.identity().or_else(page::fresh_identity)?;
        let organisation = visit.asks_for_organisation().then(|| visit.speaking().document()).flatten();
        let label = visit.facts(Facts::label);
        Outgoing::First(SubmissionDocument { id, receipt_code, ballot, organisation, label })
    };
    visit.set_outgoing(Some(outgoing.clone()));
    Some(outgoing)
}

/// Asks which version counts by now, and sends this one in its place.
fn replace(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs) {
    let Some((id, receipt_code)) = visit.addressed() else { return };
    delivery.set(Delivery::Asking);
    let server = visit.facts(|facts| facts.server.clone());
    spawn_local(async move {
        let answer: Outcome<Counting> = net::open(&server, &id, &receipt_code).await;
        if delivery.try_set(Delivery::Idle).is_some() {
            return;
        }
        let found = match answer {
            Outcome::Received(found) => found,
            Outcome::Refused(problem) => {
                return settle(visit, delivery, tabs, Outcome::Refused(problem));
            }
            Outcome::Unreachable => return settle(visit, delivery, tabs, Outcome::Unreachable),
        };
        if found.kind == EventKind::Withdrawn {
            delivery.set(Delivery::Refused(Refusal::Withdrawn));
        } else {
            let opened = Opened { id, version: found.version, sent_at: found.changed_at, receipt_code };
            visit.set_opened(Some(opened));
            visit.set_outgoing(None);
            attempt(visit, delivery, tabs, 1);
        }
    });
}

/// A question that was not answered: the ballot itself asks again.
fn settle(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs, outcome: Outcome) {
    let next = Delivery::after(outcome, 1, page::is_online());
    delivery.set(next.clone());
    if let Delivery::Waiting { seconds, .. } = next {
        again_later(visit, delivery, tabs, (1, seconds));
    }
}

/// Leads to the desk, which asks the server for what the citizen wants to see. What is on its way stays until it has
/// answered.
fn to_desk(visit: Visit, desk: Desk) {
    visit.set_desk(desk);
    go(visit, Step::Draft, "#asking".to_owned());
}

/// How the sending stands, in words.
fn status(visit: Visit, delivery: &Delivery) -> String {
    visit.facts(|facts| match *delivery {
        Delivery::Idle | Delivery::Received(_) => String::new(),
        Delivery::Sending => facts.say(Word::Sending, &[]),
        Delivery::Asking => facts.say(Word::Asking, &[]),
        Delivery::Waiting { reason: Wait::Offline, .. } => facts.say(Word::Offline, &[]),
        Delivery::Waiting { reason: Wait::ServerAway, .. } => facts.say(Word::ServerAway, &[]),
        Delivery::Waiting { reason: Wait::TooMany, seconds } => {
            let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
            facts.say(Word::TooMany, &[("n", &facts.formats.count(seconds))])
        }
        Delivery::Refused(refusal) => facts.say(refusal_word(refusal), &[]),
    })
}

const fn refusal_word(refusal: Refusal) -> Word {
    match refusal {
        Refusal::Closed => Word::RefusedClosed,
        Refusal::NotOpenYet => Word::RefusedNotOpen,
        Refusal::Origin => Word::RefusedOrigin,
        Refusal::DraftChanged => Word::RefusedDraftChanged,
        Refusal::Respondent => Word::RefusedRespondent,
        Refusal::Rule => Word::RefusedRule,
        Refusal::TooLarge => Word::RefusedTooLarge,
        Refusal::SentElsewhere => Word::RefusedSentElsewhere,
        Refusal::ChangedElsewhere => Word::RefusedChangedElsewhere,
        Refusal::Withdrawn => Word::RefusedWithdrawn,
        Refusal::Missing => Word::RefusedMissing,
        Refusal::NoRandom => Word::NoRandom,
        Refusal::Other => Word::RefusedOther,
    }
}

/// The consultation's own page, where this one may not send.
fn own_page(visit: Visit, delivery: &Delivery) -> AnyView {
    if *delivery != Delivery::Refused(Refusal::Origin) {
        return ().into_any();
    }
    let address = visit.facts(Facts::own_page);
    let text = address.clone();
    view! { <p><a href=address>{text}</a></p> }.into_any()
}
