//! The last steps, alike for every layout: totals, the draft, the report.

use glasno_model::draft::{DraftDocument, Source};
use glasno_model::{
    Amount, Area, AreaKind, BudgetDraft, BudgetLine, Discretion, Group, Project, RevenueLine,
};

use super::currency::{Conversion, Decided};
use super::flat::PastFound;
use super::number::Written;
use super::read::Sheet;
use super::table::kind_of;
use super::{
    Beside, ImportError, Imported, Kind, Layout, Options, Part, Past, Place, Proved, Report, Sum, Warning,
};

/// What a layout made of a table, and what stands beside it.
pub(super) struct Parts {
    /// The layout of the lines, where there are any.
    pub(super) layout: Option<Layout>,
    pub(super) sheet: Option<Box<str>>,
    pub(super) fiscal_year: Option<u16>,
    pub(super) decided: Decided,
    pub(super) conversion: Conversion,
    pub(super) groups: Vec<Group>,
    pub(super) lines: Vec<BudgetLine>,
    pub(super) revenue: Vec<RevenueLine>,
    pub(super) projects: Vec<Project>,
    pub(super) areas: Vec<Area>,
    pub(super) past: PastFound,
    pub(super) beside: Beside,
    pub(super) proved: Proved,
    pub(super) activities: Option<Activities>,
    pub(super) warnings: Vec<Warning>,
}

/// What only the layout `ebk` counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Activities {
    pub(super) all: usize,
    pub(super) without_money: usize,
    pub(super) with_several_payers: usize,
}

impl Parts {
    /// Nothing yet.
    pub(super) fn new(layout: Option<Layout>, decided: Decided, conversion: Conversion) -> Self {
        Self {
            layout,
            sheet: None,
            fiscal_year: None,
            decided,
            conversion,
            groups: Vec::new(),
            lines: Vec::new(),
            revenue: Vec::new(),
            projects: Vec::new(),
            areas: Vec::new(),
            past: PastFound::new(),
            beside: Beside::default(),
            proved: Proved::default(),
            activities: None,
            warnings: Vec::new(),
        }
    }

    /// Warns of the sheets that were not read. The candidates of a CSV file have no names and are none.
    pub(super) fn with_other_sheets(mut self, sheets: &[Sheet], read: Option<usize>) -> Self {
        let others =
            sheets.iter().enumerate().filter(|(at, sheet)| Some(*at) != read && !sheet.rows.is_empty());
        let names: Vec<Box<str>> = others.filter_map(|(_, sheet)| sheet.name.clone()).collect();
        if !names.is_empty() {
            self.warnings.push(Warning::OtherSheets(names));
        }
        self
    }
}

pub(super) fn assemble(file_name: &str, parts: Parts, options: &Options) -> Result<Imported, ImportError> {
    let whole_file = |kind| ImportError { place: Place::default(), kind };
    let too_large = || whole_file(Kind::AmountTooLarge(String::new()));
    let Parts {
        layout,
        sheet,
        fiscal_year,
        decided,
        conversion,
        groups,
        lines,
        revenue,
        projects,
        areas,
        past,
        beside,
        mut proved,
        activities,
        mut warnings,
    } = parts;
    let has_pot = areas.iter().any(|area| area.kind == AreaKind::Pot);
    if lines.is_empty() && revenue.is_empty() && projects.is_empty() && !has_pot {
        return Err(whole_file(Kind::NoLines));
    }
    let source_total = Amount::sum(lines.iter().map(source_amount)).ok_or_else(too_large)?;
    if let Some(text) = &options.expect_total {
        prove_expected(text, source_total, &decided).map_err(whole_file)?;
        proved.grand += 1;
    }
    if proved == Proved::default() && !lines.is_empty() {
        warnings.push(Warning::NothingProved);
    }
    warnings.extend(decided.contradicted.map(Warning::CurrencyContradicted));
    let by_discretion = by_discretion(&lines).ok_or_else(too_large)?;
    let converted_total = conversion.is_needed().then(|| conversion.apply(source_total));
    let source = Source {
        file: file_name.to_owned(),
        currency: decided.currency,
        total: source_total,
        note: options.note.clone(),
    };
    let beside = Beside {
        revenue_lines: revenue.len(),
        revenue_total: super::extras::sum(revenue.iter().map(|line| line.amount)),
        levers: revenue.iter().filter(|line| line.lever.is_some()).count(),
        projects: projects.len(),
        projects_total: super::extras::sum(projects.iter().map(|project| project.cost)),
        pot_areas: areas.iter().filter(|area| area.kind == AreaKind::Pot).count(),
        place_areas: areas.iter().filter(|area| area.kind == AreaKind::Place).count(),
        past: past
            .into_iter()
            .map(|((year, kind, currency), lines)| Past { year, kind, currency, lines })
            .collect(),
        ..beside
    };
    let draft = DraftDocument {
        fiscal_year,
        groups,
        lines,
        revenue: revenue.into(),
        projects: projects.into(),
        areas: areas.into(),
        ..DraftDocument::new(conversion.into, source)
    };
    // The model's own proof. Layouts leave nothing for it to find but a total beyond measure.
    let draft = BudgetDraft::try_from(draft).map_err(|error| whole_file(Kind::Damaged(error.to_string())))?;
    let total = draft.total();
    let report = Report {
        layout,
        sheet,
        lines: draft.lines.len(),
        groups: draft.groups.len(),
        activities: activities.map(|activities| activities.all),
        activities_without_money: activities.map(|activities| activities.without_money),
        activities_with_several_payers: activities.map(|activities| activities.with_several_payers),
        proved,
        source_currency: decided.currency,
        currency_reason: decided.reason,
        source_total,
        currency: draft.currency,
        total,
        converted_total,
        rounding_difference: converted_total
            .and_then(|converted| total.checked_sub(converted))
            .filter(|difference| !difference.is_zero()),
        movable_total: draft.movable_total(),
        movable_per_mille: per_mille(draft.movable_total(), total),
        by_discretion,
        beside,
        warnings,
    };
    Ok(Imported { draft: draft.into_document(), report })
}

fn source_amount(line: &BudgetLine) -> Amount {
    line.source_amount.unwrap_or(line.amount)
}

fn prove_expected(text: &str, total: Amount, decided: &Decided) -> Result<(), Kind> {
    let currency = decided.currency;
    let expected = Written::parse(text)
        .and_then(|written| {
            let written = written.ok_or(super::number::Fault::NotANumber)?;
            let style = written.style;
            written.amount(currency, |mark| style.role(mark, style, false))
        })
        .map_err(|fault| kind_of(fault, text.to_owned(), currency))?;
    if expected == total {
        return Ok(());
    }
    Err(Kind::WrongSum { sum: Sum::Expected, printed: expected, computed: total, currency })
}

fn by_discretion(lines: &[BudgetLine]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for discretion in [
        Discretion::StateDelegated,
        Discretion::Local,
        Discretion::TopUp,
        Discretion::Earmarked,
        Discretion::ContractBound,
    ] {
        let of = || lines.iter().filter(|line| line.discretion == discretion);
        if of().next().is_some() {
            let source_total = Amount::sum(of().map(source_amount))?;
            let total = Amount::sum(of().map(|line| line.amount))?;
            parts.push(Part { discretion, lines: of().count(), source_total, total });
        }
    }
    Some(parts)
}

fn per_mille(part: Amount, whole: Amount) -> Option<u32> {
    if whole <= Amount::ZERO {
        return None;
    }
    part.times_ratio(1000, whole.minor()).and_then(|share| u32::try_from(share.minor()).ok())
}
