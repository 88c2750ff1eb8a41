//! The projects that are chosen, and the order that they are shown in.

use glasno_model::{
    Project, ProjectId, Violation,
    ways::{ProjectChoice, ProjectVote},
};

use super::{found, share};

/// The choice as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// What goes into the ballot; in a ranking the one wanted most first.
    pub votes: Vec<ProjectVote>,
    /// The area that is looked at; all of them where there is none.
    pub area: String,
    /// The order of the cards: drawn once, so that no project stands first for everybody, and kept for the visit.
    pub order: Vec<usize>,
    /// What stands in a field for points while it is typed in, or where it is no whole number.
    typed: Vec<(ProjectId, String)>,
}

impl Chosen {
    /// The place of a project among those chosen.
    pub fn rank(&self, project: &ProjectId) -> Option<usize> {
        self.votes.iter().position(|vote| vote.project == *project)
    }

    /// Chooses a project, behind those chosen before, or takes it out.
    pub fn toggle(&mut self, project: &ProjectId) {
        match self.rank(project) {
            Some(at) => drop(self.votes.remove(at)),
            None => self.votes.push(ProjectVote { project: project.clone(), points: None }),
        }
        self.forget(project);
    }

    /// Puts a chosen project at a place, from 0; beyond the last it is the last.
    pub fn move_to(&mut self, project: &ProjectId, place: usize) {
        if let Some(at) = self.rank(project) {
            let vote = self.votes.remove(at);
            self.votes.insert(place.min(self.votes.len()), vote);
        }
    }

    /// The points of a project.
    pub fn points(&self, project: &ProjectId) -> u32 {
        self.rank(project).and_then(|at| self.votes[at].points).unwrap_or(0)
    }

    /// How many points are given together.
    pub fn points_given(&self) -> u64 {
        self.votes.iter().filter_map(|vote| vote.points).map(u64::from).sum()
    }

    /// Gives a project so many points; none take it out.
    pub fn give(&mut self, project: &ProjectId, points: u32) {
        self.forget(project);
        match (self.rank(project), points) {
            (Some(at), 0) => drop(self.votes.remove(at)),
            (Some(at), _) => self.votes[at].points = Some(points),
            (None, 0) => {}
            (None, _) => self.votes.push(ProjectVote { project: project.clone(), points: Some(points) }),
        }
    }

    /// Takes what was typed as a project's points.
    pub fn type_points(&mut self, project: &ProjectId, text: &str) {
        if let Some(points) = share(text) {
            self.give(project, points);
        }
        self.forget(project);
        self.typed.push((project.clone(), text.to_owned()));
    }

    /// Shows the points in their own form again once the field is left, unless they are no whole number.
    pub fn leave(&mut self, project: &ProjectId) {
        if !self.is_garbled(project) {
            self.forget(project);
        }
    }

    /// What stands in the field of a project, where it is not only its points.
    pub fn typed(&self, project: &ProjectId) -> Option<&str> {
        self.typed.iter().find(|(other, _)| other == project).map(|(_, text)| text.as_str())
    }

    /// Is what stands in the field of a project no whole number?
    pub fn is_garbled(&self, project: &ProjectId) -> bool {
        self.typed(project).is_some_and(|text| share(text).is_none())
    }

    /// Every rule that the choice breaks.
    pub fn broken(&self, choice: &ProjectChoice, projects: &[Project]) -> Vec<(String, Violation)> {
        found(|found| choice.check(&self.votes, projects, found))
    }

    /// Can the ballot be sent as far as projects are concerned?
    pub fn is_finished(&self, choice: &ProjectChoice, projects: &[Project]) -> bool {
        self.typed.iter().all(|(_, text)| share(text).is_some()) && self.broken(choice, projects).is_empty()
    }

    /// Draws the order of the cards, unless it was drawn before in this visit.
    pub fn shuffle(&mut self, count: usize, seed: u64) {
        if self.order.len() != count {
            self.order = shuffled(count, seed);
        }
    }

    fn forget(&mut self, project: &ProjectId) {
        self.typed.retain(|(other, _)| other != project);
    }
}

/// The numbers below `count` in an order that follows from the seed alone: Fisher and Yates, with splitmix64.
fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = seed;
    for last in (1..count).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // A remainder favours the first places by less than one in 2⁵⁰ for any list that a person could read.
        let other = usize::try_from(mixed % (last as u64 + 1)).unwrap_or_default();
        order.swap(last, other);
    }
    order
}
