//! The organisation that somebody speaks for, for the public list of those that take part: folded, for most speak for
//! themselves.

use glasno_model::ways::OrganisationKind;
use glasno_words::widget::Word;
use leptos::prelude::*;

use super::respondent::group_word;
use crate::view::erased::{event, flag, text};
use crate::view::focus_next;
use crate::visit::{
    Visit,
    delivery::Delivery,
    organisation::{Field, Speaking, Wrong},
};

/// The fold; nothing where the consultation keeps no list. While a ballot is on its way nothing in it can be changed.
pub fn organisation(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    if !visit.asks_for_organisation() {
        return ().into_any();
    }
    let said = untrack(|| visit.speaking());
    let is_open = !said.is_empty();
    view! {
        <details class="fold" id="organisation" open=is_open>
            <summary>{visit.word(Word::OrganisationFold)}</summary>
            <p class="quiet" id="organisation-why">{visit.word(Word::OrganisationWhy)}</p>
            <fieldset class="respondent" aria-label=visit.word(Word::OrganisationFold)
                aria-describedby="organisation-why" disabled=flag(move || !delivery.get().is_settled())>
                {input(visit, Field::Name, said.name)}
                {kinds(visit, said.kind)}
                {input(visit, Field::Area, said.area)}
            </fieldset>
        </details>
    }
    .into_any()
}

/// Can it be sent? If not, what is wrong is said and the focus goes to it.
pub fn is_ready(visit: Visit) -> bool {
    let said = untrack(|| visit.speaking());
    let Some(field) = said.first_wrong().filter(|_| visit.asks_for_organisation()) else { return true };
    visit.set_speaking(Speaking { tried: true, ..said });
    if let Some(fold) = visit.facts(|facts| facts.root.query_selector("#organisation").ok().flatten()) {
        // A fold that stays closed can be opened by hand; its fields are where they were.
        let _ = fold.set_attribute("open", "");
    }
    focus_next(visit, format!("#{}", id(field)));
    false
}

const fn id(field: Field) -> &'static str {
    match field {
        Field::Name => "organisation-name",
        Field::Kind => "organisation-kind",
        Field::Area => "organisation-area",
    }
}

fn input(visit: Visit, field: Field, now: String) -> AnyView {
    let label = if field == Field::Name { Word::OrganisationName } else { Word::OrganisationArea };
    let typed = move |typed: String| {
        let said = untrack(|| visit.speaking());
        visit.set_speaking(match field {
            Field::Name => Speaking { name: typed, ..said },
            _ => Speaking { area: typed, ..said },
        });
    };
    view! {
        <div class="choice">
            <label for=id(field)>{visit.word(label)}</label>
            <input id=id(field) type="text" autocomplete=if field == Field::Name { "organization" } else { "off" }
                aria-describedby=note_id(field) aria-invalid=text(move || (!note(visit, field).is_empty()).to_string())
                prop:value=now on:input=event(move |event| typed(event_target_value(&event))) />
            {told(visit, field)}
        </div>
    }
    .into_any()
}

fn kinds(visit: Visit, now: Option<OrganisationKind>) -> AnyView {
    let option = |kind: OrganisationKind| {
        let name = visit.word(group_word(kind.group()));
        view! { <option value=kind.code() selected=now == Some(kind)>{name}</option> }
    };
    let chosen = move |code: String| {
        let said = untrack(|| visit.speaking());
        visit.set_speaking(Speaking { kind: OrganisationKind::from_code(&code), ..said });
    };
    view! {
        <div class="choice">
            <label for=id(Field::Kind)>{visit.word(Word::OrganisationKind)}</label>
            <select id=id(Field::Kind) aria-describedby=note_id(Field::Kind)
                aria-invalid=text(move || (!note(visit, Field::Kind).is_empty()).to_string())
                on:change=event(move |event| chosen(event_target_value(&event)))>
                <option value="">{visit.word(Word::OrganisationChoose)}</option>
                {OrganisationKind::ALL.into_iter().map(option).collect_view()}
            </select>
            {told(visit, Field::Kind)}
        </div>
    }
    .into_any()
}

fn note_id(field: Field) -> String {
    format!("{}-note", id(field))
}

fn told(visit: Visit, field: Field) -> AnyView {
    view! { <p class="note refused" id=note_id(field)>{text(move || note(visit, field))}</p> }.into_any()
}

/// What to do about a field; empty where nothing is wrong.
fn note(visit: Visit, field: Field) -> String {
    let said = visit.speaking();
    match said.wrong(field) {
        Some(Wrong::TooLong(over)) => visit.facts(|facts| facts.say_count(Word::CommentTooLong, over)),
        Some(Wrong::Sign) => visit.word(Word::ControlCharacter),
        Some(Wrong::Missing) if said.tried => visit.word(match field {
            Field::Kind => Word::OrganisationKindMissing,
            _ => Word::OrganisationNameMissing,
        }),
        _ => String::new(),
    }
}
