//! The officer's questions: a choice, several, a step on a scale, a number, a text.

use glasno_model::{
    Violation,
    ways::{AnswerOption, AnswerValue, OptionId, Question, QuestionKind, Way, question::TEXT_CHARACTERS},
};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, memo, piece, press, text};
use crate::view::{focus_next, radios};
use crate::visit::{
    Facts, Visit,
    undo::Touched,
    ways::questions::{Problem, Replies, Reply},
};

/// From so few characters on, what is left is said.
const NEARLY_FULL: usize = 200;

/// The questions.
pub fn questions(visit: Visit) -> AnyView {
    put(visit, None);
    let count = visit.facts(|facts| facts.consultation.ways.questions.get().len());
    (0..count).map(|at| question(visit, at)).collect_view().into_any()
}

/// Takes a reply, and says how the questions stand then.
fn put(visit: Visit, reply: Option<(usize, Option<Reply>)>) {
    if let Some((at, _)) = &reply {
        visit.record(Touched::Way(Way::Questions, *at));
    }
    change(visit, |replies, questions| {
        if let Some((at, reply)) = reply {
            replies.put(questions, at, reply);
        }
    });
}

fn change(visit: Visit, change: impl FnOnce(&mut Replies, &[Question])) {
    visit.facts(|facts| {
        let questions = facts.consultation.ways.questions.get();
        visit.change(|said| {
            change(&mut said.questions, questions);
            let unfinished =
                said.questions.unfinished(questions).map(|at| format!("#question-{at} :is(input, textarea)"));
            let summary = summary(facts, questions, &said.questions);
            said.settle(Way::Questions, unfinished, summary);
        });
    });
}

/// What the review says: each question that was answered, with the answer in words.
fn summary(facts: &Facts, questions: &[Question], replies: &Replies) -> Vec<(String, String)> {
    let said = |question: &Question| {
        let answer = replies.answers.iter().find(|answer| answer.question == question.id)?;
        let named = |id: &OptionId| match &question.kind {
            QuestionKind::Single { options } | QuestionKind::Multiple { options, .. } => {
                let option = options.iter().find(|option| option.id == *id);
                option.map_or("", |option| option.name.get(facts.language)).to_owned()
            }
            _ => String::new(),
        };
        let words = match &answer.value {
            AnswerValue::Choice(id) => named(id),
            AnswerValue::Choices(ids) => ids.iter().map(named).collect::<Vec<_>>().join("; "),
            AnswerValue::Number(number) => number.to_string(),
            AnswerValue::Text(text) => text.clone(),
        };
        Some((question.text.get(facts.language).to_owned(), words))
    };
    questions.iter().filter_map(said).collect()
}

/// One question; it is there only while the answers before it ask for it.
fn question(visit: Visit, at: usize) -> AnyView {
    let is_shown = memo(move || {
        visit.said_in_ways(|said| {
            visit.facts(|facts| said.questions.shown(facts.consultation.ways.questions.get())[at])
        })
    });
    view! { {piece(move || if is_shown.get() { untrack(|| shown(visit, at)) } else { ().into_any() })} }
        .into_any()
}

fn shown(visit: Visit, at: usize) -> AnyView {
    visit.facts(|facts| {
        let question = &facts.consultation.ways.questions.get()[at];
        let asked = question.text.get(facts.language).to_owned();
        let help = help(facts, question);
        let id = format!("question-{at}");
        let required = question.required.then(|| view! { <span class="quiet">" ("{facts.say(Word::Required, &[])}")"</span> });
        let help_id = format!("{id}-help {id}-note");
        let parts = (
            (!help.is_empty()).then(|| view! { <p class="quiet" id=format!("{id}-help")>{help}</p> }),
            note(visit, at),
        );
        match &question.kind {
            QuestionKind::Number { .. } | QuestionKind::Text => view! {
                <div class="question" id=id.clone()>
                    <label for=format!("{id}-field")>{asked}{required}</label>
                    {parts.0}
                    {field(visit, at, format!("{id}-field"), help_id, matches!(question.kind, QuestionKind::Text))}
                    {parts.1}
                </div>
            }
            .into_any(),
            _ => view! {
                <fieldset class="question" id=id.clone() aria-describedby=help_id>
                    <legend>{asked}{required}</legend>
                    {parts.0}
                    {choices(visit, facts, at, question)}
                    {parts.1}
                    {clear(visit, at)}
                </fieldset>
            }
            .into_any(),
        }
    })
}

/// What helps to answer: the officer's words, or what the rules are where there are none.
fn help(facts: &Facts, question: &Question) -> String {
    let help = question.help.get(facts.language);
    match &question.kind {
        QuestionKind::Multiple { at_most: Some(at_most), .. } if help.is_empty() => {
            facts.say_count(Word::OptionsAtMost, *at_most as usize)
        }
        QuestionKind::Number { least, most } if help.is_empty() => range(facts, *least, *most),
        _ => help.to_owned(),
    }
}

fn range(facts: &Facts, least: Option<i64>, most: Option<i64>) -> String {
    let say = |word: Word, bound: Option<i64>| {
        bound.map(|bound| facts.say(word, &[("amount", &bound.to_string())]))
    };
    [say(Word::AtLeast, least), say(Word::AtMost, most)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn choices(visit: Visit, facts: &Facts, at: usize, question: &Question) -> AnyView {
    let name = |option: &AnswerOption| option.name.get(facts.language).to_owned();
    match &question.kind {
        QuestionKind::Single { options } => {
            let choice = |option: &AnswerOption| {
                radio(visit, at, AnswerValue::Choice(option.id.clone()), name(option))
            };
            radios::group("options", options.iter().map(choice).collect())
        }
        QuestionKind::Multiple { options, .. } => {
            let choice = |option: &AnswerOption| checkbox(visit, at, option.id.clone(), name(option));
            view! { <div class="options">{options.iter().map(choice).collect_view()}</div> }.into_any()
        }
        QuestionKind::Scale { from, to, low, high } => {
            let step = |step: i32| {
                let meaning = if step == *from { low } else { high };
                let words = meaning.get(facts.language);
                let name = if (step == *from || step == *to) && !words.is_empty() {
                    format!("{step} – {words}")
                } else {
                    step.to_string()
                };
                radio(visit, at, AnswerValue::Number(step.into()), name)
            };
            radios::group("options scale", (*from..=*to).map(step).collect())
        }
        _ => ().into_any(),
    }
}

fn radio(visit: Visit, at: usize, value: AnswerValue, name: String) -> AnyView {
    let reply = Reply::Value(value);
    let same = reply.clone();
    let checked = flag(move || visit.said_in_ways(|said| said.questions.reply(at) == Some(&same)));
    let choose = event(move |_: web_sys::Event| put(visit, Some((at, Some(reply.clone())))));
    view! {
        <label class="option">
            <input type="radio" name=format!("question-{at}") prop:checked=checked on:change=choose />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

fn checkbox(visit: Visit, at: usize, id: OptionId, name: String) -> AnyView {
    let same = id.clone();
    let checked = flag(move || visit.said_in_ways(|said| said.questions.chosen(at).contains(&same)));
    let choose = move |_: web_sys::Event| {
        visit.record(Touched::Way(Way::Questions, at));
        change(visit, |replies, questions| {
            if let Some(QuestionKind::Multiple { options, .. }) =
                questions.get(at).map(|question| &question.kind)
            {
                let ids: Vec<&OptionId> = options.iter().map(|option| &option.id).collect();
                replies.toggle(questions, at, &ids, &id);
            }
        });
    };
    view! {
        <label class="option">
            <input type="checkbox" prop:checked=checked on:change=event(choose) />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

/// A choice can be taken back; a radio button alone cannot.
fn clear(visit: Visit, at: usize) -> AnyView {
    let is_empty = flag(move || {
        visit.said_in_ways(|said| said.questions.chosen(at).is_empty() && said.questions.reply(at).is_none())
    });
    let act = move || {
        put(visit, Some((at, None)));
        focus_next(visit, format!("#question-{at} input"));
    };
    view! { <button type="button" class="link" hidden=is_empty on:click=press(act)>{visit.word(Word::ClearAnswer)}</button> }
        .into_any()
}

fn field(visit: Visit, at: usize, id: String, described_by: String, is_text: bool) -> AnyView {
    let now = visit.said_in_ways(|said| match said.questions.reply(at) {
        Some(Reply::Value(AnswerValue::Text(typed)) | Reply::Number(typed)) => typed.clone(),
        _ => String::new(),
    });
    let invalid = text(move || (!refusal(visit, at).is_empty()).to_string());
    let typed = move |typed: String| {
        let reply = if is_text { Reply::Value(AnswerValue::Text(typed)) } else { Reply::Number(typed) };
        put(visit, Some((at, Some(reply))));
    };
    if is_text {
        view! {
            <textarea id=id rows="3" aria-describedby=described_by aria-invalid=invalid prop:value=now
                on:input=event(move |event| typed(event_target_value(&event)))></textarea>
        }
        .into_any()
    } else {
        view! {
            <input id=id type="text" inputmode="numeric" autocomplete="off" aria-describedby=described_by aria-invalid=invalid
                prop:value=now on:input=event(move |event| typed(event_target_value(&event))) />
        }
        .into_any()
    }
}

/// What stands beneath a question: why the answer cannot be taken, or how much room is left.
fn note(visit: Visit, at: usize) -> AnyView {
    let words = move || {
        let refusal = refusal(visit, at);
        if refusal.is_empty() { room(visit, at) } else { refusal }
    };
    view! {
        <p class="note" id=format!("question-{at}-note") class:refused=flag(move || !refusal(visit, at).is_empty())>{text(words)}</p>
    }
    .into_any()
}

/// Why an answer cannot be taken. That one is missing is said beside the question from the start, and is no mistake
/// of somebody who has not come to it yet.
fn refusal(visit: Visit, at: usize) -> String {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            let questions = facts.consultation.ways.questions.get();
            let was_touched = said.tried || said.questions.reply(at).is_some();
            match said.questions.problem(questions, at) {
                Some(Problem::NotANumber) => facts.say(Word::NotWhole, &[("example", "12")]),
                Some(Problem::Broken(Violation::RequiredAnswer { .. })) if was_touched => {
                    facts.say(Word::RequiredAnswer, &[])
                }
                None | Some(Problem::Broken(Violation::RequiredAnswer { .. })) => String::new(),
                Some(Problem::Broken(Violation::TooManyOptions { at_most, found, .. })) => {
                    facts.say_count(Word::OptionsTooMany, found.saturating_sub(at_most) as usize)
                }
                Some(Problem::Broken(Violation::OutOfRange { least, most, .. })) => range(facts, least, most),
                Some(Problem::Broken(Violation::CommentTooLong { at_most, found })) => {
                    facts.say_count(Word::CommentTooLong, found - at_most)
                }
                Some(Problem::Broken(_)) => facts.say(Word::ControlCharacter, &[]),
            }
        })
    })
}

/// How much room is left in a text, once it gets narrow.
fn room(visit: Visit, at: usize) -> String {
    let length = visit.said_in_ways(|said| match said.questions.reply(at) {
        Some(Reply::Value(AnswerValue::Text(text))) => text.chars().count(),
        _ => 0,
    });
    let left = (TEXT_CHARACTERS as usize).saturating_sub(length);
    if left > NEARLY_FULL {
        String::new()
    } else {
        visit.facts(|facts| facts.say_count(Word::CharactersLeft, left))
    }
}
