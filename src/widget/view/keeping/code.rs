//! Coming back with the receipt's code: the field for it, and what is found with it.

use glasno_model::{EventKind, ReceiptCode, Stage, SubmissionView, problem::ProblemType};
use glasno_words::widget::Word;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{corrected, desk::At};
use crate::browser::{net, page};
use crate::view::erased::{event, press, text};
use crate::view::focus_next;
use crate::visit::{
    Facts, Visit,
    delivery::Outcome,
    proposal::Proposal,
    sending::{Desk, Held, Opened},
    undo::Touched,
};

/// The field for the code. It has no name and its form goes nowhere: a code stands in no address.
pub fn field(visit: Visit, at: At) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        look(visit, at);
    };
    let close = move || {
        at.said.set(String::new());
        visit.set_desk(Desk::Quiet);
        focus_next(visit, "#have-code".to_owned());
    };
    let typed = move |event: web_sys::Event| visit.set_typed_code(event_target_value(&event));
    view! {
        <form class="notice coming-back" novalidate on:submit=event(submit)>
            <h3>{visit.word(Word::HaveCode)}</h3>
            <p class="choice">
                <label for="code">{visit.word(Word::CodeField)}</label>
                <input id="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    enterkeyhint="search" aria-describedby="code-hint code-said"
                    aria-invalid=text(move || at.wrong.get().to_string())
                    prop:value=visit.typed_code() on:input=event(typed) />
            </p>
            <p class="quiet" id="code-hint">{visit.word(Word::CodeHint)}</p>
            <p class="said-now" id="code-said" role="status">{text(move || at.said.get())}</p>
            <div class="acts">
                <button type="submit" class="primary" id="find">{visit.word(Word::CodeOpen)}</button>
                <button type="button" class="secondary" on:click=press(close)>{visit.word(Word::Close)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Looks for what was sent with the code that stands in the field.
fn look(visit: Visit, at: At) {
    if at.busy.get_untracked() {
        return;
    }
    let code = visit.typed_code().parse::<ReceiptCode>();
    at.wrong.set(code.is_err());
    let Ok(code) = code else {
        // Its check character tells: nobody has to be asked.
        at.said.set(visit.word(Word::CodeMistyped));
        focus_next(visit, "#code".to_owned());
        return;
    };
    at.begin(visit, Word::CodeLooking);
    let (server, slug) = visit.facts(|facts| (facts.server.clone(), facts.consultation.slug.clone()));
    spawn_local(async move {
        let found = net::find(&server, &slug, &code).await;
        if !at.end() {
            return;
        }
        match found {
            Outcome::Received(found) => {
                visit.set_typed_code(String::new());
                open(visit, found, code);
            }
            other => at.said.set(visit.facts(|facts| reason(facts, &other))),
        }
    });
}

/// Opens what was found: its ballot stands in the fields from now on, to be changed as long as it can be. What stood
/// there before is a step that can be taken back.
pub fn open(visit: Visit, found: SubmissionView, receipt_code: ReceiptCode) {
    if let Some(ballot) = &found.ballot {
        let is_begun = !visit.proposal(Proposal::is_empty);
        if is_begun {
            visit.record(Touched::All);
        }
        corrected::put_back(visit, ballot);
        if is_begun {
            visit.set_replaced(true);
        } else {
            visit.set_saved();
        }
    }
    if found.is_changeable() {
        let SubmissionView { id, version, changed_at: sent_at, .. } = found;
        visit.set_opened(Some(Opened { id, version, sent_at, receipt_code }));
        visit.set_desk(Desk::Changing);
        focus_next(visit, "#changing".to_owned());
        return;
    }
    visit.set_held(match (found.kind, found.stage) {
        (EventKind::Withdrawn, _) => Held::Withdrawn(found.changed_at),
        (_, Stage::Draft) => Held::Early(found.changed_at),
        _ => Held::Closed(found.changed_at),
    });
    focus_next(visit, "#held".to_owned());
}

/// Why the server did not do what it was asked at the desk, and what to do next.
pub fn reason<T>(facts: &Facts, outcome: &Outcome<T>) -> String {
    let problem = match outcome {
        Outcome::Received(_) => return String::new(),
        Outcome::Unreachable if page::is_online() => return facts.say(Word::NoAnswer, &[]),
        Outcome::Unreachable => return facts.say(Word::NoConnection, &[]),
        Outcome::Refused(problem) => problem,
    };
    match problem.kind {
        ProblemType::RateLimited => {
            let seconds = usize::try_from(problem.retry_after.unwrap_or(1)).unwrap_or(usize::MAX);
            facts.say(Word::CodeTooMany, &[("n", &facts.formats.count(seconds))])
        }
        ProblemType::SubmissionNotFound => facts.say(Word::CodeUnknown, &[]),
        ProblemType::ReceiptCodeMissing | ProblemType::ReceiptCodeMistyped => {
            facts.say(Word::CodeMistyped, &[])
        }
        ProblemType::Closed => facts.say(Word::WithdrawClosed, &[]),
        ProblemType::OriginNotAllowed => {
            [&facts.say(Word::RefusedOrigin, &[]), " ", &facts.own_page()].concat()
        }
        _ => facts.say(Word::NoAnswer, &[]),
    }
}
