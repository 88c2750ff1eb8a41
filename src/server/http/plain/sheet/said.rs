//! What a citizen has said, as a list to read and to print.

use glasno_model::{
    BallotDocument, LineId,
    ways::{AnswerValue, ProjectMethod, QuestionKind},
};
use glasno_words::{Speak as _, server::Word as Plain, widget::Word};
use maud::{Markup, html};

use super::Sheet;
use crate::http::{
    language::of_texts,
    plain::mistake::{counted, pot_amount},
    written,
};

impl Sheet<'_> {
    /// Everything that a ballot says, in the order of the form. The draft is the one that it was made on.
    pub fn said(&self, ballot: &BallotDocument) -> Markup {
        html! {
            section.said aria-labelledby="said" {
                h3 #said { (self.plain(Plain::PlainSaid)) }
                dl { (self.amounts(ballot)) (self.chosen(ballot)) (self.words(ballot)) }
            }
        }
    }

    fn amounts(&self, ballot: &BallotDocument) -> Markup {
        html! {
            @for entry in &ballot.allocation {
                @let drafted = self.draft.line(&entry.line).map_or(entry.amount, |line| line.amount);
                @let values = [("from", self.money(drafted)), ("to", self.money(entry.amount))];
                @let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                dt { (self.line_name(&entry.line)) }
                dd {
                    @if drafted == entry.amount { (self.word(Word::Unchanged)) ": " (self.money(drafted)) }
                    @else { (Word::FromTo.say(self.language, &values)) }
                }
            }
        }
    }

    /// What was chosen of what the officer offers.
    fn chosen(&self, ballot: &BallotDocument) -> Markup {
        let ways = &self.consultation.ways;
        let is_ranking = matches!(
            ways.projects.get().as_ref().map(|choice| choice.method),
            Some(ProjectMethod::Ranking { .. })
        );
        let project = |id: &str| {
            let project = self.draft.projects.get().iter().find(|project| project.id.as_str() == id);
            project.map_or(id.to_owned(), |project| self.bare(&project.name).to_owned())
        };
        let votes = html! {
            @for vote in &ballot.projects {
                li {
                    (project(vote.project.as_str()))
                    @if let Some(points) = vote.points { ": " (counted(Word::Points, points.into(), self.language)) }
                }
            }
        };
        html! {
                @for choice in &ballot.levers {
                    @let line = self.draft.revenue.get().iter().find(|line| line.id == choice.line);
                    @let lever = line.and_then(|line| line.lever.as_ref());
                    @let step = lever.and_then(|lever| lever.steps.get(choice.step as usize));
                    dt { (line.map_or(choice.line.as_str(), |line| self.bare(&line.name))) }
                    dd { (step.map_or("", |step| self.bare(&step.name))) }
                }
                @for share in &ballot.pot {
                    @let area = self.draft.pot_areas().find(|area| area.id == share.area);
                    dt { (area.map_or(share.area.as_str(), |area| self.bare(&area.name))) }
                    dd { (pot_amount(ways.pot.get().as_ref(), share.amount.into(), self.draft, self.language)) }
                }
                @if !ballot.projects.is_empty() {
                    dt { (self.word(Word::WayProjects)) }
                    dd { @if is_ranking { ol { (votes) } } @else { ul { (votes) } } }
                }
        }
    }

    /// What was written, and who it was.
    fn words(&self, ballot: &BallotDocument) -> Markup {
        let district = ballot.respondent.district.as_ref().map(|id| {
            let known = self.consultation.respondents.district(id);
            known.map_or(id.as_str(), |district| district.label(of_texts(self.language)))
        });
        html! {
                @for comment in &ballot.comments {
                    dt {
                        @if let Some(line) = &comment.line { (self.line_name(line)) }
                        @else { (self.word(Word::WholeBudget)) }
                    }
                    dd.typed { (comment.text) }
                }
                @for said in &ballot.clarity {
                    dt { (self.line_name(&said.line)) }
                    dd { (self.plain(if said.clear { Plain::PlainClearYes } else { Plain::PlainClearNo })) }
                }
                @for answer in &ballot.answers {
                    @let questions = self.consultation.ways.questions.get();
                    @let question = questions.iter().find(|question| question.id == answer.question);
                    dt { (question.map_or(answer.question.as_str(), |question| self.bare(&question.text))) }
                    dd.typed { (self.answered(&answer.value, question.map(|question| &question.kind))) }
                }
                @if let Some(group) = ballot.respondent.group {
                    dt { (self.word(Word::RespondentGroup)) }
                    dd { (self.word(written::group(group))) }
                }
                @if let Some(district) = district {
                    dt { (self.word(Word::RespondentDistrict)) }
                    dd { (district) }
                }
        }
    }

    fn answered(&self, value: &AnswerValue, asked: Option<&QuestionKind>) -> String {
        let options: &[_] = match asked {
            Some(QuestionKind::Single { options } | QuestionKind::Multiple { options, .. }) => options,
            _ => &[],
        };
        let name = |id: &glasno_model::ways::OptionId| {
            let option = options.iter().find(|option| option.id == *id);
            option.map_or(id.as_str(), |option| self.bare(&option.name)).to_owned()
        };
        match value {
            AnswerValue::Choice(id) => name(id),
            AnswerValue::Choices(ids) => ids.iter().map(name).collect::<Vec<_>>().join(", "),
            AnswerValue::Number(number) => number.to_string(),
            AnswerValue::Text(text) => text.clone(),
        }
    }

    fn line_name(&self, id: &LineId) -> Markup {
        html! {
            @if let Some(line) = self.draft.line(id) { (super::spending::name(self, line)) }
            @else { (id) }
        }
    }
}
