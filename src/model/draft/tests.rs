use super::*;

pub(crate) fn line(id: &str, discretion: Discretion, amount: i64) -> BudgetLine {
    let name = Text::new(Language::BULGARIAN, id);
    let group = "6".parse().unwrap();
    BudgetLine::new(id.parse().unwrap(), group, name, discretion, Amount::from_minor(amount).unwrap())
}

pub(crate) fn document(lines: Vec<BudgetLine>) -> DraftDocument {
    let source = Source {
        file: "draft.xlsx".into(),
        currency: Currency::EUR,
        total: Amount::ZERO,
        note: Text::default(),
    };
    DraftDocument {
        fiscal_year: Some(2027),
        groups: vec![Group {
            id: "6".parse().unwrap(),
            parent: None,
            code: "6".into(),
            name: Text::new(Language::ENGLISH, "Environment"),
        }],
        lines,
        ..DraftDocument::new(Currency::EUR, source)
    }
}

#[test]
fn the_total_is_the_sum_of_the_lines_refunds_included() {
    let draft = BudgetDraft::try_from(document(vec![
        line("a", Discretion::Local, 500),
        line("b", Discretion::StateDelegated, 300),
        line("c", Discretion::Local, -100),
    ]))
    .unwrap();
    assert_eq!(draft.total().minor(), 700);
    assert_eq!(draft.movable_total().minor(), 500, "a refund cannot be moved");
    assert_eq!(draft.position(&"b".parse().unwrap()), Some(1));
    assert_eq!(draft.line(&"d".parse().unwrap()), None);
}

#[test]
fn a_document_that_contradicts_itself_is_no_draft() {
    let check = |document: DraftDocument, error: DraftError| {
        assert_eq!(BudgetDraft::try_from(document), Err(error));
    };
    check(document(vec![]), DraftError::Empty);
    let twice = vec![line("a", Discretion::Local, 1), line("a", Discretion::TopUp, 1)];
    check(document(twice), DraftError::DuplicateLine("a".parse().unwrap()));
    let mut lost = line("a", Discretion::Local, 1);
    lost.group = "7".parse().unwrap();
    check(document(vec![lost]), DraftError::UnknownGroup("7".parse().unwrap()));
    let mut bound = line("a", Discretion::Local, 1);
    bound.min = Some(Amount::from_minor(2).unwrap());
    check(document(vec![bound]), DraftError::OutsideBounds("a".parse().unwrap()));
    let giants = vec![line("a", Discretion::Local, Amount::MAX.minor()), line("b", Discretion::Local, 1)];
    check(document(giants), DraftError::TotalTooLarge);
    let mut orphan = document(vec![line("a", Discretion::Local, 1)]);
    orphan.groups[0].parent = Some("6".parse().unwrap());
    check(orphan, DraftError::UnknownGroup("6".parse().unwrap()));
}

#[test]
fn a_draft_reads_back_as_it_was_written() {
    let draft = BudgetDraft::try_from(document(vec![line("606-local", Discretion::TopUp, 500)])).unwrap();
    let json = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<BudgetDraft>(&json).unwrap(), draft);
}

#[test]
fn a_draft_stored_before_lines_had_a_history_still_reads() {
    let draft = BudgetDraft::try_from(document(vec![line("606-local", Discretion::TopUp, 500)])).unwrap();
    let mut json = serde_json::to_value(&draft).unwrap();
    json["lines"][0]["previous_amount"] = 450.into();
    assert_eq!(serde_json::from_value::<BudgetDraft>(json).unwrap(), draft);
}

#[test]
fn a_line_moves_by_the_officers_step_or_in_round_figures() {
    let mut parks = line("parks", Discretion::Local, 2_000_000);
    assert_eq!(parks.press(Currency::EUR).minor(), 20_000);
    parks.step = Amount::from_minor(25_000).ok();
    assert_eq!(parks.press(Currency::EUR).minor(), 25_000);
    assert_eq!(parks.percent(-10).map(Amount::minor), Some(-200_000));
}

#[test]
fn the_languages_of_a_draft_are_those_of_every_name_in_it() {
    let mut written = document(vec![line("a", Discretion::Local, 1)]);
    let both = Text::new(Language::BULGARIAN, "Сцена").with(Language::ENGLISH, "Stage");
    written.lines[0].name = both.clone();
    written.projects = vec![check::tests::project("stage", 5)].into();
    let languages = |document: &DraftDocument| BudgetDraft::try_from(document.clone()).unwrap().languages();
    assert_eq!(languages(&written), [Language::BULGARIAN]);
    let mut project = check::tests::project("stage", 5);
    project.name = both;
    written.projects = vec![project].into();
    assert_eq!(languages(&written), [Language::BULGARIAN, Language::ENGLISH]);
    written.lines.clear();
    assert_eq!(languages(&written), [Language::BULGARIAN, Language::ENGLISH], "a draft of projects alone");
}
