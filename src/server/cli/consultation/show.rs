//! A consultation for an operator to read, or for a program.

use glasno_model::{Consultation, District, RespondentGroup, Stage, Timestamp};
use glasno_store::{Counts, Snapshot};
use glasno_words::{Language, Speak as _, server::Word};

use crate::http::{texts_language, written};

mod ways;

/// As JSON, amounts in minor units.
pub fn json(snapshot: &Snapshot, counts: Counts, now: Timestamp) -> String {
    let draft = snapshot.draft.as_deref();
    let shown = serde_json::json!({
        "record": snapshot.record,
        "effective_stage": effective(snapshot, now),
        "draft_version": draft.map(|draft| draft.version),
        "lines": draft.map(|draft| draft.lines.len()),
        "total": draft.map(glasno_model::BudgetDraft::total),
        "movable_total": draft.map(glasno_model::BudgetDraft::movable_total),
        "counts": counts,
    });
    format!("{shown:#}")
}

/// As sentences.
pub fn sentences(snapshot: &Snapshot, counts: Counts, now: Timestamp, language: Language) -> String {
    let consultation = &snapshot.record.consultation;
    let title = consultation.title.get(texts_language(language));
    let stage = written::stage(effective(snapshot, now), language);
    let mut lines = vec![
        format!("{} · {title}", consultation.slug),
        Word::CliShowStage.say(language, &[("stage", stage)]),
    ];
    for (word, moment) in
        [(Word::CliShowOpens, consultation.opens_at), (Word::CliShowCloses, consultation.closes_at)]
    {
        lines.extend(
            moment.map(|moment| word.say(language, &[("time", &when(moment, consultation, language))])),
        );
    }
    lines.extend(asked(consultation, language));
    lines.extend(ways::sentences(consultation, language));
    lines.push(snapshot.draft.as_deref().map_or_else(
        || Word::CliShowNoDraft.text(language).to_owned(),
        |draft| {
            let values = [
                ("version", draft.version.to_string()),
                ("lines", draft.lines.len().to_string()),
                ("total", written::amount(draft.total(), draft.currency, language)),
                ("movable", written::amount(draft.movable_total(), draft.currency, language)),
            ];
            Word::CliShowDraft.say(language, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        },
    ));
    let counts =
        [("submissions", counts.submissions.to_string()), ("withdrawn", counts.withdrawn.to_string())];
    lines.push(
        Word::CliShowCounts.say(language, &counts.each_ref().map(|(name, value)| (*name, value.as_str()))),
    );
    lines.join("\n")
}

/// What is asked about whoever answers, in the words of the settings' file.
fn asked(consultation: &Consultation, language: Language) -> Vec<String> {
    let respondents = &consultation.respondents;
    let groups: Vec<_> = respondents.groups.iter().copied().map(RespondentGroup::code).collect();
    let district =
        |district: &District| format!("{} ({})", district.id, district.label(texts_language(language)));
    let districts: Vec<_> = respondents.districts.iter().map(district).collect();
    let mut lines = Vec::new();
    if !groups.is_empty() {
        lines.push(Word::CliShowGroups.say(language, &[("groups", &groups.join(", "))]));
    }
    if !districts.is_empty() {
        lines.push(Word::CliShowDistricts.say(language, &[("districts", &districts.join(", "))]));
    }
    lines
}

fn when(moment: Timestamp, consultation: &Consultation, language: Language) -> String {
    format!("{} ({})", written::moment(moment, &consultation.time_zone, language), consultation.time_zone)
}

fn effective(snapshot: &Snapshot, now: Timestamp) -> Stage {
    let consultation = &snapshot.record.consultation;
    snapshot.record.stage.effective(consultation.opens_at, consultation.closes_at, now)
}
