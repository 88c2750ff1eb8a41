//! A ballot in its column: shorter than on the wire, because every byte is written to disk twice.

use std::fmt;

use glasno_model::ways::{Answer, Clarity, LeverChoice, PotShare, ProjectVote};
use glasno_model::{Allocation, BallotDocument, Comment, Language, Respondent};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

/// The ballot without its draft's version, which has a column of its own.
pub(super) fn to_json(ballot: &BallotDocument) -> serde_json::Result<String> {
    // Every field by name, so that a new one cannot be forgotten here.
    let BallotDocument {
        draft_version: _,
        language,
        allocation,
        levers,
        pot,
        projects,
        comments,
        clarity,
        answers,
        respondent,
    } = ballot;
    serde_json::to_string(&Written {
        language: *language,
        allocation,
        levers,
        pot,
        projects,
        comments,
        clarity,
        answers,
        respondent,
    })
}

/// The ballot, equal to the one that was written.
pub(super) fn from_json(json: &str, draft_version: u32) -> serde_json::Result<BallotDocument> {
    let Read { language, allocation, levers, pot, projects, comments, clarity, answers, respondent } =
        serde_json::from_str(json)?;
    Ok(BallotDocument {
        draft_version,
        language,
        allocation,
        levers,
        pot,
        projects,
        comments,
        clarity,
        answers,
        respondent,
    })
}

#[derive(Serialize)]
struct Written<'a> {
    language: Language,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "amounts_by_line")]
    allocation: &'a [Allocation],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    levers: &'a [LeverChoice],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pot: &'a [PotShare],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    projects: &'a [ProjectVote],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    comments: &'a [Comment],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    clarity: &'a [Clarity],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    answers: &'a [Answer],
    #[serde(skip_serializing_if = "Respondent::is_empty")]
    respondent: &'a Respondent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    language: Language,
    #[serde(default, deserialize_with = "lines_in_order")]
    allocation: Vec<Allocation>,
    #[serde(default)]
    levers: Vec<LeverChoice>,
    #[serde(default)]
    pot: Vec<PotShare>,
    #[serde(default)]
    projects: Vec<ProjectVote>,
    #[serde(default)]
    comments: Vec<Comment>,
    #[serde(default)]
    clarity: Vec<Clarity>,
    #[serde(default)]
    answers: Vec<Answer>,
    #[serde(default)]
    respondent: Respondent,
}

fn amounts_by_line<S: Serializer>(allocation: &[Allocation], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(allocation.iter().map(|Allocation { line, amount }| (line, amount)))
}

fn lines_in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Allocation>, D::Error> {
    deserializer.deserialize_map(Lines)
}

struct Lines;

impl<'de> Visitor<'de> for Lines {
    type Value = Vec<Allocation>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("amounts by line")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Allocation>, A::Error> {
        let mut allocation = Vec::new();
        while let Some((line, amount)) = map.next_entry()? {
            allocation.push(Allocation { line, amount });
        }
        Ok(allocation)
    }
}

#[cfg(test)]
mod tests {
    use glasno_model::ways::AnswerValue;
    use glasno_model::{Amount, RespondentGroup};

    use super::*;

    fn ballot() -> BallotDocument {
        let id = |line: &str| line.parse().unwrap();
        let amount = |line: &str, minor| Allocation {
            line: line.parse().unwrap(),
            amount: Amount::from_minor(minor).unwrap(),
        };
        BallotDocument {
            draft_version: 3,
            language: Language::BULGARIAN,
            allocation: vec![amount("б-606_local", 250_000), amount("122", -5), amount("a", 0)],
            levers: vec![LeverChoice { line: id("13-01"), step: 2 }],
            pot: vec![PotShare { area: "култура".parse().unwrap(), amount: 7 }],
            projects: vec![ProjectVote { project: "p1".parse().unwrap(), points: Some(3) }],
            comments: vec![Comment {
                line: Some("122".parse().unwrap()), text: "„Още“\n\"тук\" 🌳".into()
            }],
            clarity: vec![Clarity { line: id("122"), clear: false }],
            answers: vec![Answer {
                question: "q".parse().unwrap(),
                value: AnswerValue::Choices(vec!["да".parse().unwrap()]),
            }],
            respondent: Respondent {
                group: Some(RespondentGroup::SportClub),
                district: Some("център".parse().unwrap()),
            },
        }
    }

    #[test]
    fn a_citizens_ballot_comes_back_with_its_lines_in_their_order() {
        let json = to_json(&ballot()).unwrap();
        assert_eq!(
            json,
            r#"{"language":"bg","allocation":{"б-606_local":250000,"122":-5,"a":0},"levers":[{"line":"13-01","step":2}],"pot":[{"area":"култура","amount":7}],"projects":[{"project":"p1","points":3}],"comments":[{"line":"122","text":"„Още“\n\"тук\" 🌳"}],"clarity":[{"line":"122","clear":false}],"answers":[{"question":"q","value":{"choices":["да"]}}],"respondent":{"group":"sport-club","district":"център"}}"#
        );
        assert_eq!(from_json(&json, 3).unwrap(), ballot());
    }

    #[test]
    fn a_citizen_who_only_comments_or_only_allots_is_read_back_alike() {
        for ballot in [
            BallotDocument { allocation: Vec::new(), ..ballot() },
            BallotDocument { comments: Vec::new(), ..ballot() },
            BallotDocument { respondent: Respondent::default(), ..ballot() },
        ] {
            assert_eq!(from_json(&to_json(&ballot).unwrap(), 3).unwrap(), ballot);
        }
    }

    #[test]
    fn a_ballot_from_before_groups_were_asked_for_reads_as_it_was_written() {
        let json = r#"{"language":"bg","allocation":{"122":-5}}"#;
        let read = from_json(json, 1).unwrap();
        assert!(read.respondent.is_empty());
        assert_eq!(to_json(&read).unwrap(), json);
    }

    #[test]
    fn what_was_never_a_ballot_is_not_taken_for_one() {
        for json in
            ["{}", r#"{"language":"bg","allocation":[1]}"#, r#"{"language":"bg","name":"Иван"}"#, "null"]
        {
            assert!(from_json(json, 1).is_err(), "{json} was taken");
        }
    }
}
