//! A ballot put back into the fields, and what became of it: the draft may have been corrected since.

use glasno_model::{BallotDocument, ConsultationView, urls, wire};
use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::net;
use crate::view::focus_next;
use crate::visit::{
    Facts, Visit,
    refit::{Became, Note, Refitted, refit},
    sending::Desk,
};

/// Puts a ballot back into the fields, in the draft that is shown.
pub fn put_back(visit: Visit, ballot: &BallotDocument) {
    let Refitted { proposal, notes } =
        visit.facts(|facts| refit(ballot, &facts.draft, &facts.consultation, facts.language, None));
    let is_corrected = visit.facts(|facts| facts.draft.version != ballot.draft_version);
    visit.restore(proposal);
    visit.set_notes(is_corrected, notes);
}

/// Asks the server for the draft as it is now, and goes on with it: what still fits is kept. Says at the end whether
/// the server answered.
pub fn renew(visit: Visit, then: impl FnOnce(bool) + 'static) {
    let address =
        visit.facts(|facts| format!("{}{}", facts.server, urls::consultation(&facts.consultation.slug)));
    spawn_local(async move {
        let view = net::get(&address).await.and_then(|text| wire::read_consultation(&text));
        // The visit may have ended while the answer was on its way.
        if visit.try_facts(|_| ()).is_some() {
            then(view.is_some_and(|view| go_on(visit, view)));
        }
    });
}

fn go_on(visit: Visit, mut view: ConsultationView) -> bool {
    let Some(draft) = view.draft.take() else { return false };
    let ballot = visit.ballot();
    let Refitted { proposal, notes } =
        visit.facts(|facts| refit(&ballot, &draft, &view.consultation, facts.language, Some(&facts.draft)));
    let desk = if visit.opened().is_some() { Desk::Changing } else { Desk::Quiet };
    visit.set_desk(desk);
    visit.renew(view, draft, proposal);
    visit.set_notes(true, notes);
    focus_next(visit, "#notes".to_owned());
    true
}

/// What the citizen should know, above the draft.
pub fn notes(visit: Visit) -> AnyView {
    let (is_corrected, notes) = visit.notes();
    if !is_corrected && notes.is_empty() {
        return ().into_any();
    }
    let title = match (is_corrected, notes.is_empty()) {
        (true, true) => Word::CorrectedSame,
        (true, false) => Word::Corrected,
        (false, _) => Word::NotFitting,
    };
    let item = |note: &Note| view! { <li>{visit.facts(|facts| sentence(facts, note))}</li> };
    view! {
        <section class="notice" id="notes" tabindex="-1">
            <p>{visit.word(title)}</p>
            {(!notes.is_empty()).then(|| view! { <ul class="notes">{notes.iter().map(item).collect_view()}</ul> })}
        </section>
    }
    .into_any()
}

fn sentence(facts: &Facts, note: &Note) -> String {
    let name = ("name", note.name.as_str());
    let exact = |amount| facts.formats.exact(amount);
    match note.what {
        Became::Redrafted { from, to } => {
            facts.say(Word::NoteRedrafted, &[name, ("from", &exact(from)), ("to", &exact(to))])
        }
        Became::Below { proposed, least } => {
            facts.say(Word::NoteBelow, &[name, ("amount", &exact(proposed)), ("limit", &exact(least))])
        }
        Became::Above { proposed, most } => {
            facts.say(Word::NoteAbove, &[name, ("amount", &exact(proposed)), ("limit", &exact(most))])
        }
        Became::Gone => facts.say(Word::NoteGone, &[name]),
        Became::Locked => facts.say(Word::NoteLocked, &[name]),
        Became::CommentMoved => facts.say(Word::NoteCommentMoved, &[name]),
        Became::NotAnswered => facts.say(Word::NoteNotAnswered, &[name]),
    }
}
