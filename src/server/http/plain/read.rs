//! From the fields to a ballot. What can be read is read; the rules come after, from the model.

use glasno_model::{
    Allocation, BallotDocument, BudgetDraft, Comment, Consultation, DistrictId, RespondentGroup, Violation,
    typed,
    violation::Located,
    ways::{
        Answer, AnswerValue, Clarity, LeverChoice, PotShare, ProjectMethod, ProjectVote, Question,
        QuestionKind,
    },
};
use glasno_words::{Language, Speak as _, fill, server, widget};

use super::{
    filled::{Filled, field},
    mistake::Mistake,
};
use crate::http::{language::of_texts, written};

/// The ballot that the fields say, and the fields that cannot be read.
pub fn ballot(
    filled: &Filled,
    draft: &BudgetDraft,
    consultation: &Consultation,
    language: Language,
) -> (BallotDocument, Vec<Mistake>) {
    let version = filled.first("draft_version").parse().unwrap_or(draft.version);
    let mut reading = Reading { filled, language, mistakes: Vec::new() };
    let mut ballot = BallotDocument::new(version, of_texts(language));
    ballot.allocation = reading.allocation(draft);
    ballot.levers = reading.levers(draft);
    ballot.pot = reading.pot(draft);
    if let Some(choice) = consultation.ways.projects.get() {
        ballot.projects = reading.projects(draft, choice.method);
    }
    ballot.comments = reading.comments(draft);
    ballot.clarity = reading.clarity(draft);
    for question in consultation.ways.questions.get() {
        if let Some(value) = reading.answer(question) {
            ballot.answers.push(Answer { question: question.id.clone(), value });
        }
    }
    ballot.respondent.group = reading.respondent("group", RespondentGroup::from_code);
    ballot.respondent.district = reading.respondent("district", |id| id.parse::<DistrictId>().ok());
    (ballot, reading.mistakes)
}

/// Everything that is wrong with a ballot, field by field.
///
/// While a field cannot be read, what hangs on all of them together is not known: it is left out.
pub fn mistakes(
    found: &[Located],
    ballot: &BallotDocument,
    mut unread: Vec<Mistake>,
    draft: &BudgetDraft,
    consultation: &Consultation,
    language: Language,
) -> Vec<Mistake> {
    let all_read = unread.is_empty();
    let on_the_whole = |violation: &Violation| {
        matches!(violation, Violation::Empty | Violation::Short { .. } | Violation::LeftOver { .. })
    };
    let known = found.iter().filter(|located| all_read || !on_the_whole(&located.violation));
    unread.extend(known.map(|located| Mistake::of(located, ballot, draft, consultation, language)));
    unread
}

/// What was typed for something that the draft no longer has: the comments and amounts that would be lost.
pub fn lost(filled: &Filled, draft: &BudgetDraft) -> Vec<String> {
    let of = |kind: &'static str| filled.starting_with(kind);
    let gone = |id: &str| id.parse().map_or(true, |id| draft.line(&id).is_none());
    let lines = of("amount.").chain(of("comment.")).filter(|(id, _)| gone(id));
    lines.map(|(id, value)| format!("{id}: {value}")).collect()
}

struct Reading<'a> {
    filled: &'a Filled,
    language: Language,
    mistakes: Vec<Mistake>,
}

impl Reading<'_> {
    fn wrong(&mut self, field: &str, sentence: String) {
        self.mistakes.push(Mistake { field: field.to_owned(), sentence });
    }

    fn allocation(&mut self, draft: &BudgetDraft) -> Vec<Allocation> {
        let mut allocation = Vec::new();
        for line in &draft.lines {
            let name = field("amount", line.id.as_str());
            let text = self.filled.first(&name).trim();
            if text.is_empty() {
                continue;
            }
            if let Ok(amount) = typed::parse_amount(text, draft.currency) {
                allocation.push(Allocation { line: line.id.clone(), amount });
            } else {
                let example = written::amount(line.amount, draft.currency, self.language);
                let sentence = widget::Word::NotAnAmount.say(self.language, &[("example", &example)]);
                self.wrong(&name, sentence);
            }
        }
        allocation
    }

    fn levers(&self, draft: &BudgetDraft) -> Vec<LeverChoice> {
        let chosen = draft.revenue.get().iter().filter_map(|line| {
            let step = self.filled.first(&field("lever", line.id.as_str()));
            // A step that is no number is refused as one that the lever does not have.
            let step = (!step.is_empty()).then(|| step.parse().unwrap_or(u32::MAX))?;
            Some(LeverChoice { line: line.id.clone(), step })
        });
        chosen.collect()
    }

    fn pot(&mut self, draft: &BudgetDraft) -> Vec<PotShare> {
        let mut shares = Vec::new();
        for area in draft.pot_areas() {
            if let Some(amount) = self.whole(&field("pot", area.id.as_str())).filter(|amount| *amount > 0) {
                shares.push(PotShare { area: area.id.clone(), amount });
            }
        }
        shares
    }

    fn projects(&mut self, draft: &BudgetDraft, method: ProjectMethod) -> Vec<ProjectVote> {
        let mut votes: Vec<(u32, ProjectVote)> = Vec::new();
        for project in draft.projects.get() {
            let name = field("project", project.id.as_str());
            let vote = |points| ProjectVote { project: project.id.clone(), points };
            match method {
                ProjectMethod::Knapsack | ProjectMethod::Approval { .. } => {
                    if !self.filled.first(&name).is_empty() {
                        votes.push((0, vote(None)));
                    }
                }
                ProjectMethod::Ranking { .. } => {
                    let Some(place) = self.whole(&name).filter(|place| *place > 0) else { continue };
                    if votes.iter().any(|(taken, _)| *taken == place) {
                        self.wrong(&name, server::Word::PlainSameRank.text(self.language).to_owned());
                    }
                    votes.push((place, vote(None)));
                }
                ProjectMethod::Points { .. } => {
                    if let Some(points) = self.whole(&name).filter(|points| *points > 0) {
                        votes.push((0, vote(Some(points))));
                    }
                }
            }
        }
        votes.sort_by_key(|(place, _)| *place);
        votes.into_iter().map(|(_, vote)| vote).collect()
    }

    fn comments(&self, draft: &BudgetDraft) -> Vec<Comment> {
        let text = |name: &str| {
            let text = self.filled.first(name);
            (!text.trim().is_empty()).then(|| text.to_owned())
        };
        let on_lines = draft.lines.iter().filter_map(|line| {
            let text = text(&field("comment", line.id.as_str()))?;
            Some(Comment { line: Some(line.id.clone()), text })
        });
        on_lines.chain(text("comment").map(|text| Comment { line: None, text })).collect()
    }

    fn clarity(&self, draft: &BudgetDraft) -> Vec<Clarity> {
        let said = draft.lines.iter().filter_map(|line| {
            let clear = match self.filled.first(&field("clear", line.id.as_str())) {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            Some(Clarity { line: line.id.clone(), clear })
        });
        said.collect()
    }

    fn answer(&mut self, question: &Question) -> Option<AnswerValue> {
        let name = field("answer", question.id.as_str());
        let text = self.filled.first(&name);
        if text.trim().is_empty() {
            return None;
        }
        match &question.kind {
            QuestionKind::Single { .. } => text.parse().ok().map(AnswerValue::Choice),
            QuestionKind::Multiple { .. } => {
                let chosen = self.filled.all(&name).iter().filter_map(|id| id.parse().ok());
                Some(AnswerValue::Choices(chosen.collect()))
            }
            QuestionKind::Scale { .. } | QuestionKind::Number { .. } => {
                let number = without_spaces(text).parse().ok();
                if number.is_none() {
                    let sentence = widget::Word::NotWhole.say(self.language, &[("example", "12")]);
                    self.wrong(&name, sentence);
                }
                number.map(AnswerValue::Number)
            }
            QuestionKind::Text => Some(AnswerValue::Text(text.to_owned())),
        }
    }

    fn respondent<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let said = self.filled.first(name);
        let known = read(said);
        if known.is_none() && !said.is_empty() {
            self.wrong(name, widget::Word::RefusedRespondent.text(self.language).to_owned());
        }
        known
    }

    fn whole(&mut self, name: &str) -> Option<u32> {
        let text = without_spaces(self.filled.first(name));
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            let sentence = fill(widget::Word::NotWhole.text(self.language), &[("example", "10")]);
            self.wrong(name, sentence);
        }
        number
    }
}

fn without_spaces(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_whitespace());
    kept.map(|letter| if letter == '−' { '-' } else { letter }).collect()
}
