//! Finds functions that are the same.

use std::collections::{BTreeMap, btree_map::Entry};

use super::order::Functions;

/// For each function the one that stands for it: the first with the same type, bytes and calls. Two that call the same
/// become the same in the next round.
pub(super) fn one_of_each(functions: &Functions) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..functions.codes.len()).collect();
    loop {
        let before = kept.clone();
        let mut first = BTreeMap::new();
        for at in (0..kept.len()).filter(|at| before[*at] == *at) {
            let called = |function: &u32| match function.checked_sub(functions.imported) {
                Some(called) => functions.imported as usize + before[called as usize],
                None => *function as usize,
            };
            let calls: Vec<usize> = functions.calls[at].iter().map(called).collect();
            match first.entry((functions.types.get(at), &functions.codes[at], calls)) {
                Entry::Vacant(vacant) => drop(vacant.insert(at)),
                Entry::Occupied(same) => kept[at] = *same.get(),
            }
        }
        if kept == before {
            return kept;
        }
        // Who stood for another may have found somebody itself.
        kept = kept.iter().map(|at| kept[*at]).collect();
    }
}
