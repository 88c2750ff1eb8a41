//! The ballots of a file, one by one, packed so that a quarter of a million of them are a few megabytes.

/// Many short texts in one piece of memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text at the end. Together they may have four thousand million bytes.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// The text at this place; an empty one beyond the last.
    pub fn get(&self, at: usize) -> &str {
        let begin = if at == 0 { 0 } else { self.ends.get(at - 1).map_or(0, |end| *end as usize) };
        self.ends.get(at).and_then(|end| self.text.get(begin..*end as usize)).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// One ballot of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote<'a> {
    /// Unique in the file.
    pub voter_id: &'a str,
    /// Places of projects in [`super::File::projects`], in the order in which the ballot lists them.
    pub choices: &'a [u32],
    /// Points beside each choice in units of `10^-points_decimals`; empty where the ballots have no points.
    pub points: &'a [i64],
}

/// Ballots that can be gone through more than once, so that a file can be written without holding them all.
pub trait Ballots {
    /// What is known of the voters besides their ballots.
    fn columns(&self) -> Vec<&str>;

    /// Points are whole numbers of `10^-points_decimals`.
    fn points_decimals(&self) -> u32;

    /// Hands each ballot to `take`, with one text for each column, always in the same order. Stops at the first error.
    ///
    /// # Errors
    /// What `take` says.
    fn each<E>(&self, take: impl FnMut(Vote<'_>, &[&str]) -> Result<(), E>) -> Result<(), E>;
}

/// All ballots of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Votes {
    voter_ids: Texts,
    /// Where the choices and the points of each ballot end.
    ends: Vec<(u32, u32)>,
    choices: Vec<u32>,
    points: Vec<i64>,
    points_decimals: u32,
    columns: Vec<(String, Texts)>,
}

impl Votes {
    /// No ballot yet. `columns` name what is known of the voters besides their ballots: `age`, `sex`, `voting_method`, …
    ///
    /// Points are whole numbers of `10^-points_decimals`; only whole points (0) can be written.
    pub fn new<N: Into<String>>(columns: impl IntoIterator<Item = N>, points_decimals: u32) -> Self {
        let columns = columns.into_iter().map(|name| (name.into(), Texts::default())).collect();
        Self { points_decimals, columns, ..Self::default() }
    }

    /// Adds a ballot, with one text for each column; an empty text says that nothing is known.
    pub fn push<'a>(&mut self, vote: Vote<'_>, columns: impl IntoIterator<Item = &'a str>) {
        self.voter_ids.push(vote.voter_id);
        self.choices.extend_from_slice(vote.choices);
        self.points.extend_from_slice(vote.points);
        let end = |length| u32::try_from(length).unwrap_or(u32::MAX);
        self.ends.push((end(self.choices.len()), end(self.points.len())));
        let mut columns = columns.into_iter();
        for (_, texts) in &mut self.columns {
            texts.push(columns.next().unwrap_or_default());
        }
    }

    /// How many ballots there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Has nobody voted?
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Points are whole numbers of `10^-points_decimals`.
    pub const fn points_decimals(&self) -> u32 {
        self.points_decimals
    }

    /// What is known of the voters besides their ballots: a name and one text for each ballot.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &Texts)> {
        self.columns.iter().map(|(name, texts)| (name.as_str(), texts))
    }

    pub(super) fn voter_id(&self, at: usize) -> &str {
        self.voter_ids.get(at)
    }

    /// The ballot at this place.
    ///
    /// # Panics
    /// Beyond [`len`](Self::len).
    pub fn get(&self, at: usize) -> Vote<'_> {
        let (choices, points) = if at == 0 { (0, 0) } else { self.ends[at - 1] };
        let (choices_end, points_end) = self.ends[at];
        Vote {
            voter_id: self.voter_id(at),
            choices: &self.choices[choices as usize..choices_end as usize],
            points: &self.points[points as usize..points_end as usize],
        }
    }

    /// Every ballot.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Vote<'_>> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Room for what is still to come, so that nothing is moved while a large file is read.
    pub(super) fn reserve(&mut self, votes: usize) {
        self.ends.reserve(votes);
        self.voter_ids.ends.reserve(votes);
        for (_, texts) in &mut self.columns {
            texts.ends.reserve(votes);
        }
    }

    /// Counts all points in a smaller unit from now on. Nothing happens where one grows too large; false says so.
    pub(super) fn refine_points(&mut self, decimals: u32) -> bool {
        let factor = 10_i64.checked_pow(decimals.saturating_sub(self.points_decimals));
        let refined = factor.and_then(|factor| {
            self.points.iter().map(|points| points.checked_mul(factor)).collect::<Option<Vec<_>>>()
        });
        if let Some(points) = refined {
            self.points = points;
            self.points_decimals = self.points_decimals.max(decimals);
            return true;
        }
        false
    }
}

impl Ballots for Votes {
    fn columns(&self) -> Vec<&str> {
        self.columns.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn points_decimals(&self) -> u32 {
        self.points_decimals
    }

    fn each<E>(&self, mut take: impl FnMut(Vote<'_>, &[&str]) -> Result<(), E>) -> Result<(), E> {
        let mut cells = Vec::new();
        for (at, vote) in self.iter().enumerate() {
            cells.clear();
            cells.extend(self.columns.iter().map(|(_, texts)| texts.get(at)));
            take(vote, &cells)?;
        }
        Ok(())
    }
}
