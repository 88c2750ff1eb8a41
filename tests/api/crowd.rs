//! Sixteen citizens who send one ballot after another, each over a connection of their own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread::JoinHandle,
};

use crate::{
    town::{SUBMISSIONS, ballot},
    wire::Connection,
};

const CITIZENS: u64 = 16;

/// The crowd while it sends.
pub struct Crowd {
    citizens: Vec<JoinHandle<Sent>>,
    receipts: Receiver<()>,
    enough: Arc<AtomicBool>,
}

/// What became of their ballots, by number.
#[derive(Debug, Default)]
pub struct Sent {
    /// Those that a receipt was given for.
    pub acknowledged: Vec<u64>,
    /// Those whose connection broke before an answer came: at most one for each citizen.
    pub unanswered: Vec<u64>,
}

impl Crowd {
    /// They begin to send to this host, with ballots from this number on.
    pub fn of(host: &str, first: u64) -> Self {
        let (receipt, receipts) = mpsc::channel();
        let enough = Arc::new(AtomicBool::new(false));
        let citizens = (0..CITIZENS)
            .map(|citizen| {
                let (host, receipt, enough) = (host.to_owned(), receipt.clone(), enough.clone());
                std::thread::spawn(move || send(&host, first + citizen, &receipt, &enough))
            })
            .collect();
        Self { citizens, receipts, enough }
    }

    /// Waits until so many receipts have been given since the last time.
    pub fn wait_for(&self, receipts: usize) {
        let given = self.receipts.iter().take(receipts).count();
        assert_eq!(given, receipts, "the citizens were cut off too early");
    }

    /// They go home once they have their last answer, or once their connection is broken.
    pub fn go_home(self) -> Sent {
        self.enough.store(true, Ordering::Relaxed);
        self.join()
    }

    /// They send until their connections break.
    pub fn join(self) -> Sent {
        let mut all = Sent::default();
        for citizen in self.citizens {
            let sent = citizen.join().expect("every answer is a receipt");
            all.acknowledged.extend(sent.acknowledged);
            all.unanswered.extend(sent.unanswered);
        }
        all
    }
}

fn send(host: &str, first: u64, receipt: &Sender<()>, enough: &AtomicBool) -> Sent {
    let mut sent = Sent::default();
    let Ok(mut connection) = Connection::to(host) else { return sent };
    let step = usize::try_from(CITIZENS).unwrap();
    for number in (first..).step_by(step).take_while(|_| !enough.load(Ordering::Relaxed)) {
        let body = ballot(number).to_string();
        let Ok(answer) = connection.ask("POST", SUBMISSIONS, &[], body.as_bytes()) else {
            sent.unanswered.push(number);
            break;
        };
        assert_eq!(answer.status, 201, "{}", answer.text());
        sent.acknowledged.push(number);
        // Whoever counted the receipts may have gone.
        let _ = receipt.send(());
        if answer.header("connection") == "close" {
            break;
        }
    }
    sent
}
