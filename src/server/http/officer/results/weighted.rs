//! Weighted figures beside the unweighted ones, and what the weights can and cannot do.

use glasno_store::{Dimension, Margin};
use glasno_tally::{
    Rational,
    honesty::raking::{Collapse, Report},
};
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use super::{
    Seen,
    categories::{Names, dimension_word},
    figures,
};
use crate::{
    http::written,
    results::{
        order,
        view::{DraftResults, LineResults},
    },
};

impl Seen<'_> {
    pub(super) fn weighted(&self, results: &DraftResults, lines: &[&LineResults]) -> Markup {
        let language = self.reader.language;
        let version = results.draft.version.to_string();
        html! {
            h3 { (Word::ResultsWeighted.text(language)) }
            @match &results.weighted {
                None => p { (Word::ResultsNoMargins.text(language)) },
                Some(Err(error)) => {
                    p.notice { (Word::ResultsWeightedFailed.say(language, &[("reason", &error.to_string())])) }
                }
                Some(Ok(weighted)) => {
                    p { (Word::ResultsWeightedWhy.say(language, &[("margins", &self.margins())])) }
                    (self.cost(&weighted.report))
                    p { (Word::ResultsWeightedNever.text(language)) }
                    (self.beside(results, lines, &version))
                }
            }
        }
    }

    /// “By group: citizens 93 %, businesses 7 %”.
    fn margins(&self) -> String {
        let language = self.reader.language;
        let names = Names::new(&self.snapshot.record.consultation, self.reader);
        let share = |dimension: Dimension, (category, share): (&str, glasno_store::Share)| {
            let percent = figures::percent_of(&figures::decimal(share.as_f64() * 100.0, language), language);
            format!("{} {percent}", names.said(dimension, category))
        };
        let margin = |margin: &Margin| {
            let order = order(margin.dimension(), &self.snapshot.record.consultation);
            let mut shares: Vec<_> = margin.shares().collect();
            shares.sort_by_key(|(category, _)| order.iter().position(|known| known == category));
            let shares: Vec<String> =
                shares.into_iter().map(|pair| share(margin.dimension(), pair)).collect();
            format!(
                "{}: {}",
                dimension_word(margin.dimension()).text(language).to_lowercase(),
                shares.join(", ")
            )
        };
        let margins: Vec<String> = self.snapshot.record.margins.iter().map(margin).collect();
        margins.join("; ")
    }

    fn cost(&self, report: &Report) -> Markup {
        let language = self.reader.language;
        let effective = figures::estimate(report.effective_voters, language);
        let effect = {
            let text = format!("{:.2}", report.design_effect);
            if language == glasno_words::Language::Bg { text.replace('.', ",") } else { text }
        };
        let values = [("effective", effective.as_str()), ("effect", &effect)];
        html! {
            ul {
                li { (Word::ResultsWeightedEffective.say(language, &values)) }
                li {
                    @if report.trimmed_voters == 0 {
                        (Word::ResultsWeightedUntrimmed.text(language))
                    } @else {
                        (Word::ResultsWeightedTrimmed.say(language, &[
                            ("times", &figures::decimal(report.cap, language)),
                            ("count", &written::plural(Word::ResultsCounted, report.trimmed_voters, language)),
                        ]))
                    }
                }
                @for collapse in &report.collapsed { (self.collapse(collapse)) }
                @if !report.converged || report.largest_gap > 0.005 {
                    li { (Word::ResultsWeightedUnmet.say(language, &[("gap", &figures::percent(report.largest_gap, language))])) }
                }
            }
        }
    }

    fn collapse(&self, collapse: &Collapse) -> Markup {
        let language = self.reader.language;
        let names = Names::new(&self.snapshot.record.consultation, self.reader);
        let dimension = Dimension::from_code(&collapse.margin).unwrap_or(Dimension::Group);
        let joined = |group: &Vec<String>| -> String {
            group.iter().map(|category| names.said(dimension, category)).collect::<Vec<_>>().join(" + ")
        };
        let categories = collapse.together.iter().map(joined).collect::<Vec<_>>().join("; ");
        let by = dimension_word(dimension).text(language).to_lowercase();
        html! {
            li {
                @if collapse.left_out {
                    (Word::ResultsWeightedLeftOut.say(language, &[("dimension", &by)]))
                } @else {
                    (Word::ResultsWeightedCollapsed.say(language, &[("categories", &categories)]))
                }
            }
        }
    }

    fn beside(&self, results: &DraftResults, lines: &[&LineResults], version: &str) -> Markup {
        let language = self.reader.language;
        let caption = format!("weighted-{version}");
        let columns =
            [Word::ResultsMean, Word::ResultsMeanWeighted, Word::ResultsMore, Word::ResultsMoreWeighted];
        html! {
            div.wide tabindex="0" role="region" aria-labelledby=(caption) {
                table {
                    caption id=(caption) {
                        span {
                            span.hidden { (Word::ResultsVersion.say(language, &[("version", version)])) ". " }
                            (Word::ResultsWeightedCaption.text(language))
                        }
                    }
                    thead {
                        tr {
                            th scope="col" { (Word::ResultsLine.text(language)) }
                            @for column in columns { th.number scope="col" { (column.text(language)) } }
                        }
                    }
                    tbody { @for line in lines { (self.weighted_row(results, line)) } }
                }
            }
        }
    }

    fn weighted_row(&self, results: &DraftResults, line: &LineResults) -> Markup {
        let language = self.reader.language;
        let (all, currency) = (&line.all, results.draft.currency);
        let Some(weighted) = line.weighted else { return html! {} };
        let mean = Rational::from_float(weighted.mean).unwrap_or_else(|| all.mean.clone());
        html! {
            tr {
                th scope="row" { (self.name(&results.draft, line.place)) }
                td.number { (figures::money(&all.mean, currency, language)) }
                td.number { (figures::money(&mean, currency, language)) }
                td.number { (figures::share(all.more, language)) }
                td.number { (figures::share_of(all.ballots, weighted.more, weighted.interval, language)) }
            }
        }
    }
}
