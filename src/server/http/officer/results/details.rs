//! Line by line: how the proposals are spread, and who proposes what.

use glasno_store::Dimension;
use glasno_tally::allocation::LineResult;
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::{Seen, categories::Names, draft::anchor, figures};
use crate::{
    http::{officer::bars, written},
    results::view::{Division, DraftResults, LineResults},
};

/// A class of change in words, and how many ballots are in it.
struct Class {
    name: String,
    ballots: u64,
}

impl Seen<'_> {
    pub(super) fn details(&self, results: &DraftResults, lines: &[&LineResults]) -> Markup {
        let language = self.reader.language;
        html! {
            h3 { (Word::ResultsLines.text(language)) }
            p { (Word::ResultsLinesHint.text(language)) }
            div.lines { @for line in lines { (self.line(results, line)) } }
        }
    }

    fn line(&self, results: &DraftResults, line: &LineResults) -> Markup {
        let language = self.reader.language;
        let change = figures::change(&line.mean_change(), results.draft.currency, language);
        let mean = Word::ResultsMeanChange.say(language, &[("change", &change)]);
        html! {
            details {
                summary {
                    span { (self.name(&results.draft, line.place)) }
                    small { (mean) }
                }
                // The link in the table above leads in here, so that the browser opens the line by itself.
                div id=(anchor(results, line)) {
                    (self.spread(results, line))
                    @for (division, parts) in results.divisions.iter().zip(&line.divided) {
                        (self.breakdown(results, line, division, parts))
                    }
                }
            }
        }
    }

    fn spread(&self, results: &DraftResults, line: &LineResults) -> Markup {
        let language = self.reader.language;
        let (all, currency) = (&line.all, results.draft.currency);
        if all.touched == 0 {
            return html! { p { (Word::ResultsNobodyTouched.text(language)) } };
        }
        let values = [
            ("touched", written::count(all.touched, language)),
            ("ballots", written::count(all.ballots, language)),
            ("lower", figures::money(&all.lower_quartile, currency, language)),
            ("upper", figures::money(&all.upper_quartile, currency, language)),
        ];
        let is_spread = all.lower_quartile != all.upper_quartile;
        let sentence = if is_spread { Word::ResultsSpread } else { Word::ResultsSpreadNot }
            .say(language, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        let classes = classes(all, language);
        let largest = classes.iter().map(|class| class.ballots).max().unwrap_or(0);
        let name = self.plain_name(&results.draft, line.place);
        html! {
            p { (sentence) }
            table.bars {
                caption { (Word::ResultsHistogram.say(language, &[("line", &name)])) }
                thead {
                    tr {
                        th scope="col" { (Word::ResultsProposal.text(language)) }
                        th.number scope="col" { (Word::ResultsBallotsColumn.text(language)) }
                        th scope="col" { span.hidden { (Word::ResultsBar.text(language)) } }
                    }
                }
                tbody {
                    @for class in &classes {
                        tr {
                            th scope="row" { (class.name) }
                            td.number { (written::count(class.ballots, language)) }
                            td { (bars::bar(class.ballots, largest)) }
                        }
                    }
                }
            }
        }
    }

    fn breakdown(
        &self,
        results: &DraftResults,
        line: &LineResults,
        division: &Division,
        parts: &[Option<LineResult>],
    ) -> Markup {
        if parts.iter().all(Option::is_none) {
            return html! {};
        }
        let language = self.reader.language;
        let names = Names::new(&self.snapshot.record.consultation, self.reader);
        let caption = match division.dimension {
            Dimension::Group => Word::ResultsBreakdownGroup,
            Dimension::Channel => Word::ResultsBreakdownChannel,
            Dimension::District => Word::ResultsBreakdownDistrict,
        };
        let name = self.plain_name(&results.draft, line.place);
        let caption = caption.say(language, &[("line", &name)]);
        let columns = [
            Word::ResultsBallotsColumn,
            Word::ResultsTouched,
            Word::ResultsMean,
            Word::ResultsMore,
            Word::ResultsLess,
        ];
        html! {
            div.wide tabindex="0" role="group" aria-label=(caption) {
                table {
                    caption { span { (caption) } }
                    thead {
                        tr {
                            th scope="col" { (Word::ResultsCategory.text(language)) }
                            @for column in columns { th.number scope="col" { (column.text(language)) } }
                        }
                    }
                    tbody {
                        @for ((category, _), part) in division.categories.iter().zip(parts) {
                            tr {
                                th scope="row" { (names.name(division.dimension, category)) }
                                (self.part(results, part.as_ref()))
                            }
                        }
                    }
                }
            }
        }
    }

    fn part(&self, results: &DraftResults, part: Option<&LineResult>) -> Markup {
        let language = self.reader.language;
        html! {
            @match part {
                None => @for _ in 0..5 { td.number { (bars::size(None, language)) } },
                Some(part) => {
                    td.number { (written::count(part.ballots, language)) }
                    td.number { (written::count(part.touched, language)) }
                    td.number { (figures::money(&part.mean, results.draft.currency, language)) }
                    td.number { (figures::share(part.more, language)) }
                    td.number { (figures::share(part.less, language)) }
                }
            }
        }
    }
}

/// The classes of change that have a name here: those who kept the line on purpose in the middle, without those who did
/// not touch it. Classes at the ends are left out where nobody went so far.
fn classes(all: &LineResult, language: Language) -> Vec<Class> {
    let named = |class: &glasno_tally::allocation::class::ClassCount| {
        let percent = |number: i64| figures::percent_of(&number.abs().to_string(), language);
        let (from, to) = (percent(class.beyond_percent), class.up_to_percent.map(percent));
        let values = [("from", from.as_str()), ("to", to.as_deref().unwrap_or_default())];
        let word = match (class.beyond_percent, class.up_to_percent) {
            (0, Some(0)) => {
                return Class { name: Word::ResultsClassKept.text(language).to_owned(), ballots: all.kept };
            }
            (_, None) if all.draft.is_zero() => Word::ResultsClassAny,
            (_, None) => Word::ResultsClassAbove,
            (0, Some(..0)) => Word::ResultsClassLessUpTo,
            (_, Some(..0)) => Word::ResultsClassLess,
            (0, Some(_)) => Word::ResultsClassMoreUpTo,
            (_, Some(_)) => Word::ResultsClassMore,
        };
        Class { name: word.say(language, &values), ballots: class.ballots }
    };
    let classes: Vec<Class> = all.classes.iter().map(named).collect();
    let has_any = |class: &Class| class.ballots > 0;
    let (first, last) = (classes.iter().position(has_any), classes.iter().rposition(has_any));
    let range = first.unwrap_or(0)..last.map_or(0, |last| last + 1);
    classes.into_iter().enumerate().filter(|(at, _)| range.contains(at)).map(|(_, class)| class).collect()
}
