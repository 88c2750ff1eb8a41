//! From tallies to figures.

use std::{collections::BTreeMap, sync::Arc};

use glasno_model::{Amount, BudgetDraft, Channel, Consultation, DistrictId, LineId, RespondentGroup};
use glasno_store::{ConsultationRecord, Dimension};
use glasno_tally::{
    allocation::{AllocationTally, Cell, LineResult, Tallies},
    division::DivisionRule,
    honesty::suppression::{Audience, hide},
};

use super::{
    view::{Category, Division, DraftResults, LineResults, Results},
    weighting,
};

/// What the tallies come to. The newest draft is shown also where nobody has used it yet.
pub fn results(
    tallies: &Tallies,
    drafts: &BTreeMap<u32, Arc<BudgetDraft>>,
    newest: Option<u32>,
    record: &ConsultationRecord,
) -> Results {
    let mut channels: BTreeMap<Category, u64> = BTreeMap::new();
    let mut shown = Vec::new();
    for (version, draft) in drafts.iter().rev() {
        let Some(tally) = tallies.tally(*version) else { continue };
        for (channel, part) in tallies.broken_down(*version, |cell| Some(category(cell, Dimension::Channel)))
        {
            *channels.entry(channel).or_default() += part.ballots() + part.silent();
        }
        if tally.ballots() + tally.silent() > 0 || newest == Some(*version) {
            shown.push(of_draft(tallies, &tally, draft, record));
        }
    }
    let order = order(Dimension::Channel, &record.consultation);
    let mut channels: Vec<_> = channels.into_iter().collect();
    channels.sort_by_key(|(category, _)| place(category, &order));
    let sizes: Vec<u64> = channels.iter().map(|(_, ballots)| *ballots).collect();
    Results {
        ballots: sizes.iter().sum(),
        channels: told(channels.into_iter().map(|(category, _)| category), &sizes),
        drafts: shown,
    }
}

fn of_draft(
    tallies: &Tallies,
    tally: &AllocationTally,
    draft: &Arc<BudgetDraft>,
    record: &ConsultationRecord,
) -> DraftResults {
    let common = tally.common_allocation(DivisionRule::Utilitarian).ok();
    let people: BTreeMap<LineId, Amount> = common.into_iter().flat_map(|common| common.lines).collect();
    let parts: Vec<Parts> = Dimension::ALL
        .into_iter()
        .filter_map(|dimension| parts(tallies, draft.version, dimension, &record.consultation))
        .collect();
    let mut lines: Vec<LineResults> = tally
        .results()
        .into_iter()
        .filter_map(|all| {
            Some(LineResults {
                place: draft.position(&all.line)?,
                people: people.get(&all.line).copied(),
                divided: parts.iter().map(|parts| parts.of_line(&all.line)).collect(),
                weighted: None,
                all,
            })
        })
        .collect();
    let weighted = weighting::weigh(tallies, draft.version, &record.margins, &mut lines);
    DraftResults {
        draft: Arc::clone(draft),
        ballots: tally.ballots(),
        silent: tally.silent(),
        lines,
        divisions: parts.into_iter().map(|parts| parts.division).collect(),
        weighted,
    }
}

/// The ballots of one draft, divided.
struct Parts {
    division: Division,
    /// The figures of each category; nothing where it is hidden.
    figures: Vec<Option<BTreeMap<LineId, LineResult>>>,
}

impl Parts {
    fn of_line(&self, line: &LineId) -> Vec<Option<LineResult>> {
        self.figures.iter().map(|figures| figures.as_ref()?.get(line).cloned()).collect()
    }
}

/// Nothing where all ballots are in one category: then there is nothing that the whole does not tell.
fn parts(
    tallies: &Tallies,
    version: u32,
    dimension: Dimension,
    consultation: &Consultation,
) -> Option<Parts> {
    let mut parts: Vec<(Category, AllocationTally)> =
        tallies.broken_down(version, |cell| Some(category(cell, dimension))).into_iter().collect();
    if parts.len() < 2 {
        return None;
    }
    let order = order(dimension, consultation);
    parts.sort_by_key(|(category, _)| place(category, &order));
    let sizes: Vec<u64> = parts.iter().map(|(_, part)| part.ballots()).collect();
    let categories = told(parts.iter().map(|(category, _)| category.clone()), &sizes);
    let figures = |((_, part), (_, size)): (&(Category, AllocationTally), &(Category, Option<u64>))| {
        size.map(|_| part.results().into_iter().map(|figures| (figures.line.clone(), figures)).collect())
    };
    let figures = parts.iter().zip(&categories).map(figures).collect();
    Some(Parts { division: Division { dimension, categories }, figures })
}

/// The sizes that an officer may see. Categories without a ballot are not among them: that nobody came is no secret
/// among those who hold the ballots.
fn told(categories: impl Iterator<Item = Category>, sizes: &[u64]) -> Vec<(Category, Option<u64>)> {
    let hidden = hide(sizes, Audience::Internal, |_| true);
    let sizes = sizes.iter().zip(hidden).map(|(size, hidden)| (!hidden).then_some(*size));
    categories.zip(sizes).collect()
}

fn category(cell: &Cell, dimension: Dimension) -> Category {
    let said = match dimension {
        Dimension::Channel => Some(cell.channel.code()),
        Dimension::Group => cell.respondent.group.map(RespondentGroup::code),
        Dimension::District => cell.respondent.district.as_ref().map(DistrictId::as_str),
    };
    said.map_or(Category::NotSaid, |said| Category::Said(said.to_owned()))
}

/// The categories in the order in which people see them.
pub fn order(dimension: Dimension, consultation: &Consultation) -> Vec<&str> {
    match dimension {
        Dimension::Channel => Channel::ALL.iter().map(|channel| channel.code()).collect(),
        Dimension::Group => RespondentGroup::ALL.iter().map(|group| group.code()).collect(),
        Dimension::District => {
            consultation.respondents.districts.iter().map(|district| district.id.as_str()).collect()
        }
    }
}

/// Districts that are no longer asked for come after the others, and last those who did not say.
fn place(category: &Category, order: &[&str]) -> (usize, Category) {
    let at = match category {
        Category::Said(said) => order.iter().position(|known| known == said).unwrap_or(order.len()),
        Category::NotSaid => order.len() + 1,
    };
    (at, category.clone())
}
