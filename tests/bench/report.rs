//! The table of figures.

/// All that was measured, in order.
#[derive(Debug, Default)]
pub struct Report(Vec<Row>);

#[derive(Debug)]
struct Row {
    what: String,
    measured: String,
    target: String,
    ratio: String,
    verdict: &'static str,
}

impl Report {
    /// A figure that others are held against, or that is only good to know.
    pub fn note(&mut self, what: &str, measured: f64, unit: &str) {
        self.add(what, shown(measured, unit), String::new(), String::new(), "");
    }

    /// A figure that should be so small.
    pub fn at_most(&mut self, what: &str, measured: f64, unit: &str, target: f64) {
        self.hold(what, measured, unit, ("≤", target), measured <= target);
    }

    /// A figure that should be so large.
    pub fn at_least(&mut self, what: &str, measured: f64, unit: &str, target: f64) {
        self.hold(what, measured, unit, ("≥", target), measured >= target);
    }

    /// What could not be measured here, and why.
    pub fn left_out(&mut self, what: &str, why: &str) {
        self.add(what, format!("not measured: {why}"), String::new(), String::new(), "");
    }

    /// Everything, with the columns under one another.
    pub fn table(&self) -> String {
        let mut lines = vec![line("figure", "measured", "target", "ratio", "")];
        lines.extend(
            self.0.iter().map(|row| line(&row.what, &row.measured, &row.target, &row.ratio, row.verdict)),
        );
        lines.join("\n")
    }

    fn hold(&mut self, what: &str, measured: f64, unit: &str, (sign, target): (&str, f64), holds: bool) {
        let verdict = if holds { "ok" } else { "short" };
        let wanted = format!("{sign} {}", shown(target, unit));
        let ratio = if target == 0.0 { String::new() } else { format!("{:.2}", measured / target) };
        self.add(what, shown(measured, unit), wanted, ratio, verdict);
    }

    fn add(&mut self, what: &str, measured: String, target: String, ratio: String, verdict: &'static str) {
        crate::say(&format!("   {what}: {measured} {verdict}"));
        self.0.push(Row { what: what.to_owned(), measured, target, ratio, verdict });
    }
}

fn line(what: &str, measured: &str, target: &str, ratio: &str, verdict: &str) -> String {
    format!("{what:<58} {measured:>14} {target:>14} {ratio:>6}  {verdict}").trim_end().to_owned()
}

fn shown(figure: f64, unit: &str) -> String {
    let number = if figure.abs() >= 100.0 {
        format!("{figure:.0}")
    } else if figure.fract() == 0.0 {
        format!("{figure}")
    } else if figure.abs() >= 10.0 {
        format!("{figure:.1}")
    } else {
        format!("{figure:.3}")
    };
    format!("{number} {unit}").trim_end().to_owned()
}

/// The middle one.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
