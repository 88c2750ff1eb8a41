//! One version of the draft: its lines in one table, then line by line.

use glasno_model::urls;
use glasno_tally::{Rational, rational::whole};
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use super::{Seen, figures};
use crate::{
    http::written,
    results::view::{DraftResults, LineResults, minor},
};

/// In which order lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As in the draft.
    Draft,
    /// The largest amount in the draft first.
    Size,
    /// The largest change first, up or down.
    Change,
}

impl Order {
    const ALL: [Self; 3] = [Self::Draft, Self::Size, Self::Change];

    /// What the address asks for.
    pub fn of(query: &str) -> Self {
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("order="));
        Self::ALL.into_iter().find(|order| asked == Some(order.code())).unwrap_or(Self::Draft)
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Size => "size",
            Self::Change => "change",
        }
    }

    const fn word(self) -> Word {
        match self {
            Self::Draft => Word::ResultsOrderDraft,
            Self::Size => Word::ResultsOrderSize,
            Self::Change => Word::ResultsOrderChange,
        }
    }

    fn sort(self, lines: &mut [&LineResults]) {
        match self {
            Self::Draft => {}
            Self::Size => lines.sort_by_key(|line| std::cmp::Reverse(line.all.draft)),
            // The people's budget stands still where most leave a line alone; then the mean tells which one moves.
            Self::Change => lines.sort_by_cached_key(|line| {
                let [people, mean] = [line.change(), line.mean_change()].map(magnitude);
                std::cmp::Reverse((people, mean))
            }),
        }
    }
}

impl Seen<'_> {
    pub(super) fn draft(&self, results: &DraftResults) -> Markup {
        let language = self.reader.language;
        let version = results.draft.version;
        let is_newest = self.snapshot.draft.as_ref().is_some_and(|newest| newest.version == version);
        let title = if is_newest { Word::ResultsVersionNewest } else { Word::ResultsVersion };
        let mut lines: Vec<&LineResults> = results.lines.iter().collect();
        self.order.sort(&mut lines);
        html! {
            section aria-labelledby={ "v" (version) } {
                h2 id={ "v" (version) } { (title.say(language, &[("version", &version.to_string())])) }
                (self.based_on(results))
                @if !lines.is_empty() {
                    (self.orders())
                    (self.table(results, &lines))
                    (self.download())
                    (self.divisions(results))
                    (self.details(results, &lines))
                    (self.weighted(results, &lines))
                }
            }
        }
    }

    fn based_on(&self, results: &DraftResults) -> Markup {
        let language = self.reader.language;
        html! {
            p {
                @if results.ballots == 0 {
                    (Word::ResultsVersionNone.text(language))
                } @else {
                    (written::plural(Word::ResultsVersionBallots, results.ballots, language))
                }
                @if results.silent > 0 {
                    " " (written::plural(Word::ResultsVersionSilent, results.silent, language))
                }
                @if results.ballots > 0 {
                    @if results.lines.iter().any(|line| line.people.is_none()) {
                        " " (Word::ResultsNoPeople.text(language))
                    }
                }
            }
        }
    }

    fn orders(&self) -> Markup {
        let language = self.reader.language;
        let address = self.reader.link(&urls::officer_results(&self.snapshot.record.consultation.slug));
        let joint = if address.contains('?') { '&' } else { '?' };
        html! {
            p.orders {
                span { (Word::ResultsOrder.text(language)) ": " }
                @for order in Order::ALL {
                    a href={ (address) (joint) "order=" (order.code()) }
                        aria-current=[(order == self.order).then_some("true")] { (order.word().text(language)) }
                    " "
                }
            }
        }
    }

    fn download(&self) -> Markup {
        let address = urls::officer_results_csv(&self.snapshot.record.consultation.slug);
        html! {
            p { a href=(self.reader.link(&address)) download { (Word::ResultsDownload.text(self.reader.language)) } }
        }
    }

    fn table(&self, results: &DraftResults, lines: &[&LineResults]) -> Markup {
        let language = self.reader.language;
        let caption = format!("caption-{}", results.draft.version);
        let columns = [
            Word::ResultsInDraft,
            Word::ResultsPeople,
            Word::ResultsChange,
            Word::ResultsMean,
            Word::ResultsMedian,
            Word::ResultsMore,
            Word::ResultsSame,
            Word::ResultsLess,
            Word::ResultsTouched,
            Word::ResultsKept,
            Word::ResultsUntouched,
        ];
        html! {
            div.wide tabindex="0" role="region" aria-labelledby=(caption) {
                table.results {
                    caption id=(caption) {
                        span {
                            span.hidden {
                                (Word::ResultsVersion.say(language, &[("version", &results.draft.version.to_string())]))
                                ". "
                            }
                            (Word::ResultsCaption.text(language))
                        }
                    }
                    thead {
                        tr {
                            th scope="col" { (Word::ResultsLine.text(language)) }
                            @for column in columns { th.number scope="col" { (column.text(language)) } }
                        }
                    }
                    tbody { @for line in lines { (self.row(results, line)) } }
                }
            }
        }
    }

    fn row(&self, results: &DraftResults, line: &LineResults) -> Markup {
        let language = self.reader.language;
        let currency = results.draft.currency;
        let all = &line.all;
        let change = line.change();
        html! {
            tr {
                th scope="row" {
                    a href={ "#" (anchor(results, line)) } { (self.name(&results.draft, line.place)) }
                }
                td.number { (figures::money(&minor(all.draft), currency, language)) }
                td.number { @match line.people {
                    Some(people) => (figures::money(&minor(people), currency, language)),
                    None => "–",
                } }
                td.number {
                    (figures::change(&change, currency, language))
                    @if let Some(percent) = figures::change_percent(&change, all.draft, language) {
                        br; small { (percent) }
                    }
                }
                td.number {
                    (figures::money(&all.mean, currency, language))
                    br; small { (figures::change(&line.mean_change(), currency, language)) }
                }
                td.number { (figures::money(&all.median, currency, language)) }
                @for part in [all.more, all.same, all.less] { td.number { (figures::share(part, language)) } }
                @for count in [all.touched, all.kept, all.untouched] {
                    td.number { (written::count(count, language)) }
                }
            }
        }
    }
}

fn magnitude(change: Rational) -> Rational {
    if change < whole(0) { -change } else { change }
}

/// Where a line's details stand on the page.
pub fn anchor(results: &DraftResults, line: &LineResults) -> String {
    format!("v{}-{}", results.draft.version, line.place)
}
