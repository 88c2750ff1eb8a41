//! Who answers, for whoever wants to say it: at most two questions, each only where the consultation asks it.

use glasno_model::{Language, Respondent, RespondentGroup, Respondents};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag};
use crate::visit::{Facts, Visit, delivery::Delivery};

/// The questions, their reason said before them. While a ballot is on its way they cannot be changed: the server may
/// hold it already, and the same id must keep the same content.
pub fn respondent(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    let said = visit.respondent();
    let questions: Vec<AnyView> = visit.facts(|facts| {
        let questions = Question::asked(&facts.consultation.respondents);
        questions.map(|question| select(visit, facts, question, &said)).collect()
    });
    if questions.is_empty() {
        return ().into_any();
    }
    view! {
        <h3 id="respondent-title">{visit.word(Word::RespondentTitle)}</h3>
        <p class="quiet" id="respondent-why">{visit.word(Word::RespondentWhy)}</p>
        <fieldset class="respondent" part="respondent" aria-labelledby="respondent-title"
            aria-describedby="respondent-why" disabled=flag(move || !delivery.get().is_settled())>
            {questions}
        </fieldset>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Question {
    Group,
    District,
}

impl Question {
    fn asked(respondents: &Respondents) -> impl Iterator<Item = Self> {
        let group = (!respondents.groups.is_empty()).then_some(Self::Group);
        group.into_iter().chain((!respondents.districts.is_empty()).then_some(Self::District))
    }

    /// What can be chosen: each word for the server with the words for people.
    fn choices(self, facts: &Facts) -> Vec<(String, String)> {
        let respondents = &facts.consultation.respondents;
        match self {
            Self::Group => {
                let choice =
                    |group: &RespondentGroup| (group.code().to_owned(), facts.say(group_word(*group), &[]));
                respondents.groups.iter().map(choice).collect()
            }
            Self::District => {
                let language: Language = facts.language;
                let choice = |district: &glasno_model::District| {
                    (district.id.to_string(), district.label(language).to_owned())
                };
                respondents.districts.iter().map(choice).collect()
            }
        }
    }

    /// The word that was chosen; empty where nothing was.
    fn chosen(self, said: &Respondent) -> &str {
        match self {
            Self::Group => said.group.map_or("", RespondentGroup::code),
            Self::District => said.district.as_ref().map_or("", |district| district.as_str()),
        }
    }

    /// The same answers with another word chosen here.
    fn answer(self, said: Respondent, chosen: &str) -> Respondent {
        match self {
            Self::Group => Respondent { group: RespondentGroup::from_code(chosen), ..said },
            Self::District => Respondent { district: chosen.parse().ok(), ..said },
        }
    }
}

fn select(visit: Visit, facts: &Facts, question: Question, said: &Respondent) -> AnyView {
    let (id, label) = match question {
        Question::Group => ("respondent-group", Word::RespondentGroup),
        Question::District => ("respondent-district", Word::RespondentDistrict),
    };
    let chosen = question.chosen(said);
    let mut options = vec![(String::new(), facts.say(Word::RatherNotSay, &[]))];
    options.extend(question.choices(facts));
    let option = |(value, name): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{name}</option> }
    };
    view! {
        <div class="choice">
            <label for=id>{facts.say(label, &[])}</label>
            <select id=id on:change=event(move |event| {
                visit.set_respondent(question.answer(visit.respondent(), &event_target_value(&event)));
            })>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// A group by the name that citizens choose it by.
pub const fn group_word(group: RespondentGroup) -> Word {
    match group {
        RespondentGroup::Citizen => Word::GroupCitizen,
        RespondentGroup::Business => Word::GroupBusiness,
        RespondentGroup::Ngo => Word::GroupNgo,
        RespondentGroup::MunicipalStaff => Word::GroupMunicipalStaff,
        RespondentGroup::SportClub => Word::GroupSportClub,
        RespondentGroup::Culture => Word::GroupCulture,
        RespondentGroup::Chitalishte => Word::GroupChitalishte,
        RespondentGroup::Other => Word::GroupOther,
    }
}
