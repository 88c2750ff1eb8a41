//! For which lines the citizen said whether they are clear.

/// What was said, by the places of the lines in the draft, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(Vec<(usize, bool)>);

impl Marks {
    /// What was said of a line.
    pub fn of(&self, line: usize) -> Option<bool> {
        self.0.iter().find(|(other, _)| *other == line).map(|(_, clear)| *clear)
    }

    /// Says that a line is clear or is not; said once more, it is taken back.
    pub fn press(&mut self, line: usize, clear: bool) {
        let before = self.of(line);
        self.0.retain(|(other, _)| *other != line);
        if before != Some(clear) {
            let at = self.0.iter().take_while(|(other, _)| *other < line).count();
            self.0.insert(at, (line, clear));
        }
    }

    /// Every line with what was said of it.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, bool)> {
        self.0.iter().copied()
    }

    /// Was nothing said?
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citizen_says_it_of_each_line_once_changes_it_and_takes_it_back() {
        let mut marks = Marks::default();
        for (line, clear) in [(7, false), (2, true), (9, true), (7, true)] {
            marks.press(line, clear);
        }
        assert_eq!(marks.pairs().collect::<Vec<_>>(), [(2, true), (7, true), (9, true)]);
        marks.press(2, true);
        assert_eq!((marks.of(2), marks.of(7)), (None, Some(true)));
    }
}
