//! Where citizens came from: a part of a consultation's page for its officers.

use glasno_model::Label;
use glasno_store::{Counts, MOST_LABELS};
use glasno_tally::honesty::suppression::{Audience, hide};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::bars;

/// How many came by each label, those hidden that would speak of too few; nothing where there is no label yet.
pub(super) fn arrivals(arrivals: &[(Label, u64)], counts: Counts, language: Language) -> Markup {
    if arrivals.is_empty() {
        return html! {};
    }
    let with_label: u64 = arrivals.iter().map(|(_, count)| count).sum();
    // A withdrawn submission came as well: who came is counted, not what became of it.
    let unnamed = (counts.submissions + counts.withdrawn).saturating_sub(with_label);
    let mut sizes: Vec<u64> = arrivals.iter().map(|(_, count)| *count).collect();
    sizes.extend((unnamed > 0).then_some(unnamed));
    let hidden = hide(&sizes, Audience::Internal, |_| true);
    let shown = sizes.iter().zip(&hidden).map(|(size, hidden)| (!hidden).then_some(*size));
    let names = arrivals.iter().map(|(label, _)| html! { code { (label) } });
    let rest = html! { (Word::ArrivalsUnnamed.text(language)) };
    let least = Audience::Internal.fewest().to_string();
    html! {
        h2 { (Word::ArrivalsTitle.text(language)) }
        p { (Word::ArrivalsWhat.text(language)) }
        @let caption = html! { (Word::ArrivalsTitle.text(language)) };
        (bars::table(&caption, Word::ArrivalsLabel, names.chain([rest]).zip(shown), language))
        @if arrivals.len() >= MOST_LABELS as usize {
            p { (Word::ArrivalsFull.say(language, &[("most", &MOST_LABELS.to_string())])) }
        }
        @if hidden.contains(&true) { p { (Word::ResultsHiddenWhy.say(language, &[("least", &least)])) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(labels: &[(&str, u64)], submissions: u64, withdrawn: u64) -> String {
        let labels: Vec<(Label, u64)> =
            labels.iter().map(|(label, count)| (label.parse().unwrap(), *count)).collect();
        arrivals(&labels, Counts { submissions, withdrawn }, Language::En).into_string()
    }

    #[test]
    fn an_officer_sees_how_many_came_by_each_label_and_how_many_without() {
        let page = page(&[("bus-stop", 12), ("library-qr", 30)], 100, 2);
        for told in ["bus-stop", ">12<", "library-qr", ">30<", "without a label", ">60<"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("hidden</em>"), "{page}");
    }

    #[test]
    fn a_label_with_which_few_came_is_named_and_not_counted() {
        let page = page(&[("bus-stop", 3), ("library-qr", 30), ("town-hall", 20)], 200, 0);
        assert_eq!(page.matches("hidden</em>").count(), 2, "{page}");
        assert!(page.contains("bus-stop") && !page.contains(">3<") && !page.contains(">20<"), "{page}");
        assert!(page.contains(">30<") && page.contains(">147<"), "{page}");
    }

    #[test]
    fn an_officer_is_told_that_no_more_labels_are_counted() {
        let names: Vec<String> = (0..MOST_LABELS).map(|number| format!("poster-{number}")).collect();
        let labels: Vec<(&str, u64)> = names.iter().map(|name| (name.as_str(), 10)).collect();
        assert!(page(&labels, 3_000, 0).contains("as many as are counted"));
        assert!(!page(&labels[1..], 3_000, 0).contains("as many as are counted"));
    }

    #[test]
    fn nothing_stands_there_before_somebody_came_by_a_label() {
        assert_eq!(page(&[], 100, 0), "");
    }
}
