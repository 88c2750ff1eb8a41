use super::*;

pub(crate) fn line(id: &str, discretion: Discretion, amount: i64) -> BudgetLine {
    BudgetLine {
        id: id.parse().unwrap(),
        group: "6".parse().unwrap(),
        code: String::new(),
        name: Text::new(Language::BULGARIAN, id),
        description: Text::default(),
        discretion,
        amount: Amount::from_minor(amount).unwrap(),
        source_amount: None,
        previous_amount: None,
        min: None,
        max: None,
        details: Vec::new(),
    }
}

pub(crate) fn document(lines: Vec<BudgetLine>) -> DraftDocument {
    DraftDocument {
        version: 1,
        fiscal_year: Some(2027),
        currency: Currency::EUR,
        source: Source {
            file: "draft.xlsx".into(),
            currency: Currency::EUR,
            total: Amount::ZERO,
            note: Text::default(),
        },
        groups: vec![Group {
            id: "6".parse().unwrap(),
            parent: None,
            code: "6".into(),
            name: Text::new(Language::ENGLISH, "Environment"),
        }],
        lines,
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
