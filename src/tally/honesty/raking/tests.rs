use proptest::prelude::*;

use super::*;

fn margin(name: &str, scale: Scale, targets: &[(&str, f64)]) -> Margin {
    let category = |(name, target): &(&str, f64)| Category { name: (*name).to_owned(), target: *target };
    Margin { name: name.to_owned(), scale, categories: targets.iter().map(category).collect() }
}

fn cell(categories: &[usize], voters: u64) -> Cell {
    Cell { categories: categories.iter().copied().map(Some).collect(), voters }
}

fn close(left: f64, right: f64, within: f64) {
    assert!((left - right).abs() < within, "{left} against {right}");
}

/// Women and men, under 45 and above, as in a worked example of weighting.
fn worked_example() -> (Vec<Margin>, Vec<Cell>, Vec<Total>) {
    let margins = vec![
        margin("sex", Scale::Nominal, &[("F", 52.0), ("M", 48.0)]),
        margin("age", Scale::Ordered, &[("18-44", 42.0), ("45+", 58.0)]),
    ];
    let cells = vec![cell(&[0, 0], 70), cell(&[0, 1], 50), cell(&[1, 0], 50), cell(&[1, 1], 30)];
    let totals = [(70, 49), (50, 20), (50, 30), (30, 9)];
    (margins, cells, totals.map(|(voters, sum)| Total { voters, sum }).to_vec())
}

#[test]
fn an_officer_finds_the_worked_example() {
    let (margins, cells, totals) = worked_example();
    let weighting = weigh(&margins, &cells).unwrap();
    let expected =
        [0.593_714_864_568_135_8, 1.248_799_189_604_612, 0.848_799_189_604_613_2, 1.785_334_683_992_314_5];
    for (weight, expected) in weighting.weights().into_iter().zip(expected) {
        close(weight, expected, 1e-9);
    }
    assert_eq!((weighting.report.sweeps, weighting.report.converged), (6, true));
    assert_eq!((weighting.report.trimmed_voters, weighting.report.collapsed.len()), (0, 0));
    close(weighting.report.effective_voters, 170.724_659_616_469_15, 1e-6);
    close(weighting.report.design_effect, 1.171_477_1, 1e-6);
    let support = weighting.share(&totals).unwrap();
    close(support.unweighted.share, 0.54, 1e-12);
    close(support.weighted.share, 0.478, 1e-9);
    close(support.weighted.interval.low, 0.4044, 5e-5);
    close(support.weighted.interval.high, 0.5526, 5e-5);
}

#[test]
fn with_a_known_joint_distribution_it_is_post_stratification() {
    let joint = [("F18-44", 0.21), ("F45+", 0.31), ("M18-44", 0.21), ("M45+", 0.27)];
    let cells = [cell(&[0], 70), cell(&[1], 50), cell(&[2], 50), cell(&[3], 30)];
    let weighting = rake(&[margin("sex and age", Scale::Nominal, &joint)], &cells, CAP).unwrap();
    for (weight, expected) in weighting.weights().into_iter().zip([0.6, 1.24, 0.84, 1.8]) {
        close(weight, expected, 1e-12);
    }
    close(weighting.share(&worked_example().2).unwrap().weighted.share, 0.478, 1e-12);
}

#[test]
fn who_gave_no_answer_keeps_the_weight_of_the_other_answers() {
    let (margins, mut cells, _) = worked_example();
    cells.push(Cell { categories: vec![None, None], voters: 40 });
    let weighting = rake(&margins, &cells, CAP).unwrap();
    let weights = weighting.weights();
    // Untouched all along: only the scaling to a mean of 1 is left, and that is 1 here.
    close(weights[4], 1.0, 1e-12);
    close(weights[3], 1.785_334_683_992_314_5, 1e-9);
}

#[test]
fn nobody_speaks_for_more_than_five() {
    let margins = [margin("sex", Scale::Nominal, &[("F", 0.5), ("M", 0.5)])];
    let cells = [cell(&[0], 190), cell(&[1], 10)];
    let free = rake(&margins, &cells, f64::INFINITY).unwrap();
    close(free.weights()[1], 10.0, 1e-9);
    let cut = rake(&margins, &cells, CAP).unwrap();
    assert_eq!((cut.report.trimmed_voters, cut.report.largest_weight.to_bits()), (10, CAP.to_bits()));
    close(cut.report.largest_gap, 0.25, 1e-9);
}

#[test]
fn cut_weights_are_raked_again_until_the_margins_fit() {
    // Old men are few, and carry more than five; others can carry the rest of both margins.
    let margins = [
        margin("sex", Scale::Nominal, &[("F", 50.0), ("M", 50.0)]),
        margin("age", Scale::Ordered, &[("18-44", 50.0), ("45+", 50.0)]),
    ];
    let cells = [cell(&[0, 0], 500), cell(&[0, 1], 60), cell(&[1, 0], 60), cell(&[1, 1], 10)];
    assert!(rake(&margins, &cells, f64::INFINITY).unwrap().report.largest_weight > CAP);
    let report = rake(&margins, &cells, CAP).unwrap().report;
    assert!(report.largest_weight <= CAP && report.trimmed_voters == 10, "{report:?}");
    assert!(report.largest_gap < 1e-6, "{report:?}");
}

#[test]
fn thin_categories_go_together_with_their_neighbours_and_the_officer_is_told() {
    let age =
        margin("age", Scale::Ordered, &[("18-29", 20.0), ("30-44", 25.0), ("45-64", 30.0), ("65+", 25.0)]);
    let district = margin("district", Scale::Nominal, &[("A", 1.0), ("B", 1.0), ("C", 1.0), ("D", 1.0)]);
    let cells: Vec<Cell> =
        [([0, 0], 4), ([1, 1], 90), ([2, 2], 96), ([3, 3], 10)].iter().map(|(at, n)| cell(at, *n)).collect();
    let margins = [age, district];
    let thin: Vec<_> =
        thin(&margins, &cells).unwrap().iter().map(|thin| (thin.margin, thin.category)).collect();
    assert_eq!(thin, [(0, 0), (1, 0)]);
    let report = weigh(&margins, &cells).unwrap().report;
    let together: Vec<_> = report.collapsed.iter().map(|collapse| collapse.together.concat()).collect();
    assert_eq!(together, [vec!["18-29", "30-44"], vec!["A", "D"]]);
}

#[test]
fn a_margin_that_nobody_can_be_told_apart_by_is_left_out() {
    let margins = [margin("sex", Scale::Nominal, &[("F", 0.5), ("M", 0.5)])];
    let weighting = weigh(&margins, &[cell(&[0], 12), cell(&[1], 3)]).unwrap();
    assert!(weighting.report.collapsed[0].left_out);
    assert_eq!(weighting.weights(), [1.0, 1.0]);
}

#[test]
fn senseless_margins_and_cells_are_refused() {
    let sex = |f, m| [margin("sex", Scale::Nominal, &[("F", f), ("M", m)])];
    let error = |margins: &[Margin], cells: &[Cell]| rake(margins, cells, CAP).unwrap_err();
    let of = |category: &str| ("sex".to_owned(), category.to_owned());
    let (margin, category) = of("M");
    assert_eq!(error(&sex(1.0, 0.0), &[cell(&[0], 1)]), RakingError::Target { margin, category });
    let (margin, category) = of("F");
    assert_eq!(error(&sex(f64::NAN, 1.0), &[]), RakingError::Target { margin, category });
    let (margin, category) = of("M");
    assert_eq!(error(&sex(1.0, 1.0), &[cell(&[0], 5)]), RakingError::Empty { margin, category });
    assert_eq!(error(&sex(1.0, 1.0), &[]), RakingError::Nobody);
    assert_eq!(error(&sex(1.0, 1.0), &[cell(&[0], 5), cell(&[2], 5)]), RakingError::Cell(1));
    assert_eq!(weigh(&sex(1.0, 1.0), &[cell(&[], 5)]).unwrap_err(), RakingError::Cell(0));
}

#[test]
fn the_mean_of_money_counts_who_answered() {
    let (margins, cells, _) = worked_example();
    let weighting = rake(&margins, &cells, CAP).unwrap();
    let totals = [(70, 700), (0, 0), (0, 0), (30, -300)].map(|(voters, sum)| Total { voters, sum });
    let mean = weighting.mean(&totals).unwrap();
    close(mean.unweighted, 4.0, 1e-12);
    let (young, old) = (70.0 * 0.593_714_864_568_135_8, 30.0 * 1.785_334_683_992_314_5);
    close(mean.weighted, 10.0 * (young - old) / (young + old), 1e-9);
    assert_eq!(mean.voters, 100);
    assert_eq!(weighting.mean(&[Total { voters: 0, sum: 0 }; 4]), None);
    assert_eq!(weighting.mean(&[]), None);
}

/// Reference figures of others, where they are at hand.
#[test]
fn the_reference_example_comes_out_the_same() {
    let folder = std::env::var("GLASNO_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let Ok(text) = std::fs::read_to_string(format!("{folder}/data/raking_example.json")) else {
        println!("no reference data in {folder}; set GLASNO_SHARED to compare with it");
        return;
    };
    let data: serde_json::Value = serde_json::from_str(&text).unwrap();
    let target = |margin: &str, category: &str| data["margins"][margin][category].as_f64().unwrap();
    let names = [["F", "M"], ["18-44", "45+"]];
    let margins: Vec<Margin> = ["sex", "age"]
        .into_iter()
        .zip(names)
        .map(|(name, names)| {
            margin(name, Scale::Nominal, &names.map(|category| (category, target(name, category))))
        })
        .collect();
    let place = |margin: usize, name: &serde_json::Value| {
        names[margin].iter().position(|known| name == known).unwrap()
    };
    let rows = data["cells"].as_array().unwrap();
    let cells: Vec<Cell> = rows
        .iter()
        .map(|row| cell(&[place(0, &row[0]), place(1, &row[1])], row[2].as_u64().unwrap()))
        .collect();
    let totals: Vec<Total> = rows
        .iter()
        .map(|row| Total { voters: row[2].as_u64().unwrap(), sum: row[3].as_i64().unwrap() })
        .collect();
    let weighting = rake(&margins, &cells, CAP).unwrap();
    assert_eq!(u64::from(weighting.report.sweeps), data["iterations"].as_u64().unwrap());
    for (weight, row) in weighting.weights().iter().zip(data["rake_weights"].as_array().unwrap()) {
        close(*weight, row[2].as_f64().unwrap(), 1e-9);
    }
    close(weighting.share(&totals).unwrap().weighted.share, data["weighted_share"].as_f64().unwrap(), 1e-9);
    close(weighting.report.effective_voters, data["n_eff"].as_f64().unwrap(), 1e-6);
}

fn answers() -> impl Strategy<Value = Vec<Cell>> {
    let cell = (prop::option::weighted(0.9, 0_usize..2), prop::option::weighted(0.9, 0_usize..3), 1_u64..60);
    let cell = cell.prop_map(|(one, other, voters)| Cell { categories: vec![one, other], voters });
    prop::collection::vec(cell, 1..14)
}

fn any_margins() -> impl Strategy<Value = Vec<Margin>> {
    (prop::array::uniform2(1.0..10.0_f64), prop::array::uniform3(1.0..10.0_f64)).prop_map(|(one, other)| {
        vec![
            margin("sex", Scale::Nominal, &[("F", one[0]), ("M", one[1])]),
            margin("age", Scale::Ordered, &[("18-44", other[0]), ("45-64", other[1]), ("65+", other[2])]),
        ]
    })
}

proptest! {
    #[test]
    fn weights_average_one_and_keep_the_cap(margins in any_margins(), cells in answers()) {
        let weighting = weigh(&margins, &cells).unwrap();
        let all: u64 = cells.iter().map(|cell| cell.voters).sum();
        let sum: f64 = weighting.weights().iter().zip(&cells).map(|(weight, cell)| weight * cells::float(cell.voters)).sum();
        prop_assert!((sum / cells::float(all) - 1.0).abs() < 1e-9);
        prop_assert!(weighting.report.largest_weight <= CAP * (1.0 + 1e-8));
        prop_assert!(weighting.report.design_effect >= 1.0 - 1e-9);
        if weighting.report.converged && weighting.report.trimmed_voters == 0 {
            prop_assert!(weighting.report.largest_gap < 1e-8, "{:?}", weighting.report);
        }
    }

    #[test]
    fn the_order_and_the_grain_of_the_cells_change_nothing(
        margins in any_margins(),
        (cells, shuffled) in answers().prop_flat_map(|cells| {
            // Each cell comes apart into single participants.
            let single: Vec<Cell> = cells.iter()
                .flat_map(|cell| (0..cell.voters).map(|_| Cell { voters: 1, ..cell.clone() })).collect();
            (Just(cells), Just(single).prop_shuffle())
        }),
    ) {
        let (one, other) = (weigh(&margins, &cells).unwrap(), weigh(&margins, &shuffled).unwrap());
        prop_assert_eq!(&one.report, &other.report);
        prop_assert_eq!(&one.weights, &other.weights);
    }

    #[test]
    fn after_collapsing_no_category_is_thin(margins in any_margins(), cells in answers()) {
        let collapsed = collapse(&margins, &cells).unwrap();
        prop_assert_eq!(thin(&collapsed.margins, &collapsed.cells).unwrap(), []);
    }
}
