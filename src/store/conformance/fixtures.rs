//! A municipality, its draft and its citizens.

use std::future::poll_fn;
use std::task::Poll;

use glasno_model::draft::{DraftDocument, Source};
use glasno_model::{
    Allocation, Amount, BalanceRule, BallotDocument, BudgetLine, Channel, Comment, Consultation, Currency,
    Discretion, District, Group, Language, RespondentGroup, Respondents, Slug, Stage, SubmissionId, Text,
    Timestamp,
};

use crate::{ConsultationRecord, NewSubmission, Store, StoredEvent, StoredSubmission};

pub(crate) const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

pub(crate) fn slug(name: &str) -> Slug {
    name.parse().unwrap()
}

pub(crate) fn record(name: &str) -> ConsultationRecord {
    ConsultationRecord {
        consultation: Consultation {
            slug: slug(name),
            title: Text::new(Language::BULGARIAN, "Бюджет 2027").with(Language::ENGLISH, "Budget 2027"),
            introduction: Text::default(),
            organiser: Text::new(Language::BULGARIAN, "Община Стара Загора"),
            answers_use: Text::default(),
            contact: Text::default(),
            privacy_notice: Text::default(),
            currency: Currency::EUR,
            population: Some(160_000),
            households: None,
            opens_at: None,
            closes_at: Some(NOW),
            time_zone: "Europe/Sofia".into(),
            balance_rule: BalanceRule::NoDeficit,
            languages: vec![Language::BULGARIAN, Language::ENGLISH],
            respondents: Respondents {
                groups: vec![RespondentGroup::Citizen, RespondentGroup::Chitalishte],
                districts: vec![District {
                    id: "център".parse().unwrap(),
                    name: Text::new(Language::BULGARIAN, "Център"),
                }],
            },
            ways: glasno_model::Ways { clarity: true, ..glasno_model::Ways::default() },
        },
        stage: Stage::Open,
        allowed_origins: vec!["https://www.example.bg".into()],
        allow_sandboxed: false,
        margins: vec![
            serde_json::from_str(r#"{"dimension":"channel","shares":{"web":"0.4","paper":"0.6"}}"#).unwrap(),
        ],
    }
}

pub(crate) fn draft(amounts: &[i64]) -> DraftDocument {
    let line = |(at, amount): (usize, &i64)| {
        let name = Text::new(Language::BULGARIAN, "Улично осветление");
        let (id, group) = (format!("{at}-local").parse().unwrap(), "6".parse().unwrap());
        BudgetLine::new(id, group, name, Discretion::Local, Amount::from_minor(*amount).unwrap())
    };
    let source = Source {
        file: "draft.xlsx".into(),
        currency: Currency::EUR,
        total: Amount::ZERO,
        note: Text::default(),
    };
    DraftDocument {
        version: 77,
        fiscal_year: Some(2027),
        groups: vec![Group {
            id: "6".parse().unwrap(),
            parent: None,
            code: "6".into(),
            name: Text::new(Language::BULGARIAN, "Благоустройство"),
        }],
        lines: amounts.iter().enumerate().map(line).collect(),
        ..DraftDocument::new(Currency::EUR, source)
    }
}

/// A consultation with a draft, ready for ballots.
pub(crate) async fn open(store: &impl Store, name: &str) -> Slug {
    store.create_consultation(&record(name)).await.unwrap();
    store.add_draft(&slug(name), draft(&[100, 200, 300]), NOW).await.unwrap();
    slug(name)
}

/// The submission of the citizen of this number. No two citizens have an id, a receipt code or a content in common.
pub(crate) fn submission(consultation: &Slug, citizen: u16) -> NewSubmission {
    let mut number = [0; 32];
    number[..2].copy_from_slice(&citizen.to_be_bytes());
    let mut id = [0; 16];
    // Spread over the whole index, as random ids are.
    id[..2].copy_from_slice(&citizen.wrapping_mul(40_503).to_be_bytes());
    NewSubmission {
        consultation: consultation.clone(),
        id: SubmissionId::from_random(id),
        receipt_hash: number,
        content_hash: number,
        channel: Channel::Web,
        received_at: NOW,
        ballot: BallotDocument {
            allocation: vec![Allocation {
                line: "1-local".parse().unwrap(),
                amount: Amount::from_minor(i64::from(citizen)).unwrap(),
            }],
            comments: vec![Comment { line: None, text: format!("Гражданин {citizen}") }],
            ..BallotDocument::new(1, Language::BULGARIAN)
        },
        organisation: None,
        label: None,
    }
}

/// Reads all submissions as an export does.
pub(crate) async fn read_in_pages_of(size: usize, store: &impl Store, slug: &Slug) -> Vec<StoredSubmission> {
    let until = store.newest_sequence(slug).await.unwrap();
    let mut read: Vec<StoredSubmission> = Vec::new();
    loop {
        let place = read.last().map_or(0, |stored| stored.sequence);
        let page = store.submissions_between(slug, place, until, size).await.unwrap();
        assert!(page.len() <= size, "{} in a page of {size}", page.len());
        let was_last = page.len() < size;
        read.extend(page);
        if was_last {
            return read;
        }
    }
}

/// Reads all events as a count does.
pub(crate) async fn count_in_pages_of(size: usize, store: &impl Store, slug: &Slug) -> Vec<StoredEvent> {
    let mut read: Vec<StoredEvent> = Vec::new();
    loop {
        let place = read.last().map_or(0, |event| event.sequence);
        let page = store.events_after(slug, place, size).await.unwrap();
        assert!(page.len() <= size, "{} in a page of {size}", page.len());
        let was_last = page.len() < size;
        read.extend(page);
        if was_last {
            return read;
        }
    }
}

/// What all of them come to, started in their order before any of them is waited for.
pub(crate) async fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        for (future, done) in waiting.iter_mut().filter(|(_, done)| done.is_none()) {
            if let Poll::Ready(outcome) = future.as_mut().poll(context) {
                *done = Some(outcome);
            }
        }
        if waiting.iter().all(|(_, done)| done.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}
