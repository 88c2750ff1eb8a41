//! Records under ids drawn at random, given back in the order of the ids: the order of arrival is lost.
//!
//! A million ballots of forty lines are half a gigabyte, so only a few megabytes of them stand in memory: these are
//! sorted and go to a temporary file without a name, and at the end the sorted runs are merged.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
};

use crate::random::Random;

const ID_BYTES: usize = 10;
/// How much stands in memory before it is sorted and written.
const RUN_BYTES: usize = 4 << 20;
/// How much of each run is read at once.
const READ_BYTES: u64 = 64 << 10;

/// Eighty bits of chance: among a million ids two are alike once in two million million packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RandomId([u8; ID_BYTES]);

impl RandomId {
    /// The id as text: a letter, so that no spreadsheet takes it for a number, and twenty hexadecimal digits.
    pub fn text(self, letter: char) -> String {
        let mut text = String::with_capacity(1 + 2 * ID_BYTES);
        text.push(letter);
        for byte in self.0 {
            for nibble in [byte >> 4, byte & 0x0f] {
                text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        text
    }
}

/// Takes records in the order in which they came.
pub(super) struct Shuffle<'a> {
    random: &'a dyn Random,
    run_bytes: usize,
    bytes: Vec<u8>,
    /// Where each record of this run stands in `bytes`.
    places: Vec<(RandomId, usize, usize)>,
    file: Option<File>,
    /// Where each run ends in the file.
    ends: Vec<u64>,
}

impl<'a> Shuffle<'a> {
    /// No record yet.
    pub fn new(random: &'a dyn Random) -> Self {
        Self::with_runs_of(random, RUN_BYTES)
    }

    fn with_runs_of(random: &'a dyn Random, run_bytes: usize) -> Self {
        Self { random, run_bytes, bytes: Vec::new(), places: Vec::new(), file: None, ends: Vec::new() }
    }

    /// Adds a record under a new id.
    pub fn add(&mut self, record: &[u8]) -> io::Result<()> {
        let mut id = [0; ID_BYTES];
        self.random.fill(&mut id)?;
        let begins = self.bytes.len();
        self.bytes.extend_from_slice(record);
        self.places.push((RandomId(id), begins, self.bytes.len()));
        if self.bytes.len() + self.places.len() * size_of::<(RandomId, usize, usize)>() >= self.run_bytes {
            self.end_run()?;
        }
        Ok(())
    }

    /// All records by their ids.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        self.end_run()?;
        let Some(file) = self.file else {
            return Ok(Sorted { file: None, runs: Vec::new(), next: BinaryHeap::new(), last: None });
        };
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let run =
            |(begins, end): (u64, &u64)| Run { begins, at: begins, end: *end, buffer: Vec::new(), read: 0 };
        let runs = begins.zip(&self.ends).map(run).collect();
        let mut sorted = Sorted { file: Some(file), runs, next: BinaryHeap::new(), last: None };
        sorted.rewind()?;
        Ok(sorted)
    }

    fn end_run(&mut self) -> io::Result<()> {
        if self.places.is_empty() {
            return Ok(());
        }
        self.places.sort_unstable_by_key(|(id, ..)| *id);
        let file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        let mut out = io::BufWriter::with_capacity(1 << 16, self.file.insert(file));
        let mut written = self.ends.last().copied().unwrap_or(0);
        for (RandomId(id), begins, ends) in self.places.drain(..) {
            let length = u32::try_from(ends - begins).map_err(io::Error::other)?;
            out.write_all(&id)?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(&self.bytes[begins..ends])?;
            written += (ID_BYTES + 4) as u64 + u64::from(length);
        }
        out.flush()?;
        drop(out);
        self.bytes.clear();
        self.ends.push(written);
        Ok(())
    }
}

/// Gives records by their ids.
pub(super) struct Sorted {
    file: Option<File>,
    runs: Vec<Run>,
    /// The id that each run gives next, the smallest first.
    next: BinaryHeap<Reverse<(RandomId, usize)>>,
    last: Option<RandomId>,
}

struct Run {
    begins: u64,
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    read: usize,
}

impl Sorted {
    /// Begins again with the first record.
    pub fn rewind(&mut self) -> io::Result<()> {
        self.next.clear();
        self.last = None;
        for run in 0..self.runs.len() {
            let Run { begins, at, buffer, read, .. } = &mut self.runs[run];
            *at = *begins;
            buffer.clear();
            *read = 0;
            self.look_at(run)?;
        }
        Ok(())
    }

    /// Puts the next record into `record` and tells its id; nothing after the last one.
    pub fn next(&mut self, record: &mut Vec<u8>) -> io::Result<Option<RandomId>> {
        let Some(Reverse((id, run))) = self.next.pop() else { return Ok(None) };
        if self.last.replace(id) == Some(id) {
            return Err(io::Error::other("the system's randomness gave the same id twice"));
        }
        let mut length = [0; 4];
        self.take(run, &mut length)?;
        record.resize(u32::from_le_bytes(length) as usize, 0);
        self.take(run, record)?;
        self.look_at(run)?;
        Ok(Some(id))
    }

    fn look_at(&mut self, run: usize) -> io::Result<()> {
        let Run { at, end, buffer, read, .. } = &self.runs[run];
        if at < end || *read < buffer.len() {
            let mut id = [0; ID_BYTES];
            self.take(run, &mut id)?;
            self.next.push(Reverse((RandomId(id), run)));
        }
        Ok(())
    }

    fn take(&mut self, run: usize, mut wanted: &mut [u8]) -> io::Result<()> {
        let (Some(file), Some(run)) = (&mut self.file, self.runs.get_mut(run)) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        while !wanted.is_empty() {
            if run.read == run.buffer.len() {
                let part = READ_BYTES.min(run.end - run.at);
                file.seek(SeekFrom::Start(run.at))?;
                run.buffer.clear();
                run.read = 0;
                if io::Read::take(&mut *file, part).read_to_end(&mut run.buffer)? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                run.at += run.buffer.len() as u64;
            }
            let ready = &run.buffer[run.read..];
            let part = ready.len().min(wanted.len());
            wanted[..part].copy_from_slice(&ready[..part]);
            wanted = &mut wanted[part..];
            run.read += part;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SystemRandom;

    fn shuffled(records: &[Vec<u8>], run_bytes: usize) -> Vec<(RandomId, Vec<u8>)> {
        let mut shuffle = Shuffle::with_runs_of(&SystemRandom, run_bytes);
        for record in records {
            shuffle.add(record).unwrap();
        }
        let (mut sorted, mut record, mut all) = (shuffle.sorted().unwrap(), Vec::new(), Vec::new());
        while let Some(id) = sorted.next(&mut record).unwrap() {
            all.push((id, record.clone()));
        }
        all
    }

    proptest! {
        #[test]
        fn every_ballot_comes_out_once_and_whole(
            records in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..60),
            run_bytes in 1_usize..2_000,
        ) {
            let out = shuffled(&records, run_bytes);
            prop_assert!(out.is_sorted_by_key(|(id, _)| *id));
            let mut found: Vec<_> = out.into_iter().map(|(_, record)| record).collect();
            let mut expected = records;
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_order_of_arrival_is_lost() {
        let records: Vec<Vec<u8>> = (0..64).map(|number| vec![number]).collect();
        let order =
            |out: Vec<(RandomId, Vec<u8>)>| out.into_iter().map(|(_, record)| record).collect::<Vec<_>>();
        let (one, other) = (order(shuffled(&records, 500)), order(shuffled(&records, 500)));
        assert!(one != records && other != records && one != other);
    }

    #[test]
    fn a_record_longer_than_a_buffer_is_read_back() {
        let long = vec![7; 3 * usize::try_from(READ_BYTES).unwrap() + 1];
        assert_eq!(
            shuffled(&[long.clone(), vec![]], 10).into_iter().map(|(_, it)| it.len()).max(),
            Some(long.len())
        );
    }

    #[test]
    fn chance_that_repeats_itself_is_noticed() {
        struct Stuck;
        impl Random for Stuck {
            fn fill(&self, bytes: &mut [u8]) -> io::Result<()> {
                bytes.fill(1);
                Ok(())
            }
        }
        let mut shuffle = Shuffle::new(&Stuck);
        shuffle.add(b"one").unwrap();
        shuffle.add(b"two").unwrap();
        let mut sorted = shuffle.sorted().unwrap();
        assert!(sorted.next(&mut Vec::new()).is_ok() && sorted.next(&mut Vec::new()).is_err());
    }
}
