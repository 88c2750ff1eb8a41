//! Finds again what lies in a list. A hash map whose keys stay where they are: a million lookups take milliseconds, and
//! nothing is copied.

/// The multiplier of Firefox's and rustc's hash.
const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;
/// An empty slot.
const NOBODY: u32 = u32::MAX;

/// Places in a list, found by the hash of what lies there.
pub(super) struct Places {
    /// Half of the hash, and the place. A power of two of them, at most half of them taken.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Places {
    pub(super) fn new(expected: usize) -> Self {
        let slots = (expected.max(8) * 2).next_power_of_two();
        Self { slots: vec![(0, NOBODY); slots], taken: 0 }
    }

    /// The place that is the same, else remembers `place`. `same` is asked only where the hashes agree.
    pub(super) fn find_or_insert(
        &mut self,
        hash: u64,
        place: u32,
        same: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let tag = tag(hash);
        let free = match self.search(tag, same) {
            Ok(found) => return Some(found),
            Err(free) => free,
        };
        self.slots[free] = (tag, place);
        self.taken += 1;
        None
    }

    pub(super) fn find(&self, hash: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        self.search(tag(hash), same).ok()
    }

    /// The place that is the same, or the slot where it would go.
    fn search(&self, tag: u32, same: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = tag as usize & mask;
        loop {
            match self.slots[slot] {
                (_, NOBODY) => return Err(slot),
                (other, place) if other == tag && same(place) => return Ok(place),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let larger = vec![(0, NOBODY); self.slots.len() * 2];
        for (tag, place) in core::mem::replace(&mut self.slots, larger) {
            if place != NOBODY
                && let Err(free) = self.search(tag, |_| false)
            {
                self.slots[free] = (tag, place);
            }
        }
    }
}

/// The upper half, after one more round in which every bit has reached it: ids that follow one another would crowd.
fn tag(hash: u64) -> u32 {
    ((hash ^ hash >> 32).wrapping_mul(MULTIPLIER) >> 32) as u32
}

/// Multiplies and rotates word by word. Nobody defends against chosen collisions here: whoever
/// chooses a file waits for their own count.
pub(super) fn hash_words(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |hash: u64, word| (hash.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER))
}

pub(super) fn hash_text(text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let last = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    hash_words(words.iter().map(|word| u64::from_le_bytes(*word)).chain([last]))
}
