//! What was asked, and how it is counted: the first two parts of the audit.

use glasno_model::{Stage, Timestamp};
use glasno_tally::{
    allocation::stability::REPLICATES,
    honesty::suppression::Audience,
    package::audit::{Asked, Bootstrap, Parameters},
};
use jiff::tz::TimeZone;

use super::Occasion;
use crate::export::{ExportError, Frame};

/// What was asked, until when, and when the package was made.
pub(super) fn asked(frame: &Frame, occasion: &Occasion<'_>) -> Result<Asked, ExportError> {
    let consultation = &frame.consultation;
    let zone = TimeZone::get(&consultation.time_zone)
        .map_err(|_| ExportError::UnknownTimeZone(consultation.time_zone.clone()))?;
    Ok(Asked {
        slug: consultation.slug.clone(),
        title: consultation.title.clone(),
        organiser: consultation.organiser.clone(),
        languages: consultation.languages.clone(),
        country: country(&consultation.time_zone).into(),
        opens_on: consultation.opens_at.map(|moment| day(moment, &zone)),
        closes_on: consultation.closes_at.map(|moment| day(moment, &zone)),
        made_on: day(occasion.now, &zone),
        was_open: matches!(occasion.stage, Stage::Open | Stage::Draft),
    })
}

/// How it is counted.
pub(super) fn parameters(frame: &Frame, occasion: &Occasion<'_>) -> Parameters {
    Parameters {
        balance_rule: frame.consultation.balance_rule,
        currency: frame.consultation.currency,
        least_participants: Audience::Public.fewest(),
        confidence: "0.95".into(),
        bootstrap: Bootstrap {
            method: "double-or-nothing over the ballots of each line (Owen and Eckles 2012), mean amount"
                .into(),
            replicates: REPLICATES,
            interval: "0.95".into(),
        },
        seed: occasion.seed.map_or_else(|| usual_seed(frame), str::to_owned),
        rounding: "money at its last digit, shares at the sixth; halves up".into(),
        projects: None,
    }
}

/// The consultation's name and its last day: nobody could choose this text for what it leads to.
fn usual_seed(frame: &Frame) -> String {
    let consultation = &frame.consultation;
    let zone = TimeZone::get(&consultation.time_zone).unwrap_or(TimeZone::UTC);
    let closes = consultation.closes_at.map_or_else(|| "no deadline".to_owned(), |moment| day(moment, &zone));
    format!("{} {closes}", consultation.slug)
}

fn day(moment: Timestamp, zone: &TimeZone) -> String {
    let moment = jiff::Timestamp::from_second(moment.unix_seconds()).unwrap_or(jiff::Timestamp::MAX);
    moment.to_zoned(zone.clone()).date().to_string()
}

/// The country, as far as the time zone tells it. Pabulib takes English names, and `Worldwide` where there is none.
fn country(time_zone: &str) -> &'static str {
    match time_zone {
        "Europe/Sofia" => "Bulgaria",
        "Europe/Bucharest" => "Romania",
        "Europe/Athens" => "Greece",
        "Europe/Belgrade" => "Serbia",
        "Europe/Skopje" => "North Macedonia",
        "Europe/Warsaw" => "Poland",
        _ => "Worldwide",
    }
}
