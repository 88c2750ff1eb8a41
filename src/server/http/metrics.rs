//! `GET /metrics`: figures for the operator, as Prometheus text. They count, and name nobody.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use glasno_model::ProblemType;

use super::{address::Client, problem::Refusal, state::App};

/// What became of a ballot that was sent.
#[derive(Debug, Clone, Copy)]
pub enum Outcome {
    /// It is on disk.
    Stored,
    /// It was on disk before.
    Repeated,
    /// It was not taken.
    Refused,
    /// It was one too many from its address; counted besides `Refused`.
    RateLimited,
    /// It could not be taken, through no fault of its sender.
    Failed,
}

impl Outcome {
    /// By the status of the answer.
    pub fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            201 => Self::Stored,
            200 => Self::Repeated,
            500.. => Self::Failed,
            _ => Self::Refused,
        }
    }
}

const OUTCOMES: [&str; 5] = ["stored", "repeated", "refused", "rate-limited", "failed"];
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// The figures since the start of the process.
#[derive(Debug, Default)]
pub struct Metrics {
    submissions: [AtomicU64; OUTCOMES.len()],
    answers: [AtomicU64; CLASSES.len()],
}

impl Metrics {
    /// Counts a ballot.
    pub fn count(&self, outcome: Outcome) {
        self.submissions[outcome as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts an answer by the class of its status.
    pub fn count_answer(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(2);
        if let Some(counter) = self.answers.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn write(&self) -> String {
        let mut text = String::new();
        let mut family = |name: &str, help: &str, label: &str, names: &[&str], counters: &[AtomicU64]| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter");
            for (value, counter) in names.iter().zip(counters) {
                let _ = writeln!(text, "{name}{{{label}=\"{value}\"}} {}", counter.load(Ordering::Relaxed));
            }
        };
        let submissions = "Ballots that were sent, by what became of them.";
        family("glasno_submissions_total", submissions, "outcome", &OUTCOMES, &self.submissions);
        family(
            "glasno_http_responses_total",
            "Answers by the class of their status.",
            "class",
            &CLASSES,
            &self.answers,
        );
        if let Some(bytes) = resident_bytes() {
            let name = "process_resident_memory_bytes";
            let _ = writeln!(text, "# HELP {name} Resident memory.\n# TYPE {name} gauge\n{name} {bytes}");
        }
        text
    }
}

/// Answers who asks from this computer, and everybody where the operator wants it so.
///
/// # Errors
/// `NotFound` for everybody else: the figures tell a stranger how a consultation goes before it closes.
pub async fn show(State(app): State<App>, client: Client) -> Result<Response, Refusal> {
    if !client.local && !app.settings.metrics_public {
        return Err(ProblemType::NotFound.into());
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], app.metrics.write())
        .into_response())
}

/// What the process holds in memory, where the system tells it (Linux).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use crate::http::testing::{Town, ballot};

    #[tokio::test]
    async fn an_operator_reads_what_became_of_the_ballots_and_a_stranger_does_not() {
        let town = Town::new().await;
        town.send(&ballot(1)).await;
        town.send(&ballot(1)).await;
        town.post("not json").await;
        let figures = town.get("/metrics").await.text();
        for line in [
            r#"glasno_submissions_total{outcome="stored"} 1"#,
            r#"glasno_submissions_total{outcome="repeated"} 1"#,
            r#"glasno_submissions_total{outcome="refused"} 1"#,
            r#"glasno_http_responses_total{class="4xx"} 1"#,
        ] {
            assert!(figures.contains(line), "{line} is missing in\n{figures}");
        }
        assert_eq!(town.visitor([203, 0, 113, 1].into()).get("/metrics").await.status, 404);
        assert_eq!(town.get_with("/metrics", &[("x-forwarded-for", "203.0.113.1")]).await.status, 404);
    }
}
