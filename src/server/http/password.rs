//! Officers' passwords: argon2id, slow on purpose.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};

use crate::random::Random;

/// The shortest password that is taken.
pub const LEAST_CHARACTERS: usize = 10;
/// The longest; argon2 reads all of it, and nobody types more.
pub const MOST_BYTES: usize = 1_024;
/// How many passwords are checked at once. Each check takes 19 MiB.
pub const CHECKS_AT_ONCE: usize = 2;

const MEMORY_KIB: u32 = 19 * 1_024;
const ITERATIONS: u32 = 2;
const LANES: u32 = 1;

/// The hash of a password that nobody knows, with the parameters of the others: who tries an unknown name waits as
/// long as who tries a known one.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Z2xhc25vLW5vYm9keQ$F3yMUdGL3ZJtdmUu7x2mXBcJp2n6hQwT4kKbq9sVx0c";

/// Why no hash was made.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// There is no randomness.
    #[error("the operating system gave no randomness: {0}")]
    Random(#[from] std::io::Error),
    /// The hash function refused.
    #[error("the password cannot be hashed: {0}")]
    Argon(String),
}

/// The hash to be kept in place of a password (PHC string format).
///
/// # Errors
/// When there is no randomness.
pub fn hash(random: &dyn Random, password: &str) -> Result<String, HashError> {
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    let broken = |error: &dyn std::fmt::Display| HashError::Argon(error.to_string());
    let argon = argon().map_err(|error| broken(&error))?;
    let hash: PasswordHash =
        argon.hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| broken(&error))?;
    Ok(hash.to_string())
}

/// Is it the password of this hash? Without a hash the answer is no, after the same work.
pub fn check(password: &str, hash: Option<&str>) -> bool {
    let Ok(argon) = argon() else { return false };
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODYS)) else { return false };
    let fits = argon.verify_password(password.as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}

/// The parameters that OWASP names first (2025): 19 MiB, two passes, one lane.
fn argon() -> Result<Argon2<'static>, argon2::Error> {
    let params = Params::new(MEMORY_KIB, ITERATIONS, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn an_officer_gets_in_by_the_right_password_only() {
        let hash = hash(&SystemRandom, "дълга парола").unwrap();
        assert!(check("дълга парола", Some(&hash)));
        assert!(!check("друга парола", Some(&hash)));
        assert!(!check("дълга парола", None));
        assert!(!check("дълга парола", Some("not a hash")));
    }

    #[test]
    fn an_unknown_name_costs_the_same_work() {
        let real = hash(&SystemRandom, "дълга парола").unwrap();
        let cost = |text: &str| {
            let hash = PasswordHash::new(text).unwrap();
            (hash.algorithm, hash.version, Params::try_from(&hash).unwrap(), hash.hash.unwrap().len())
        };
        assert_eq!(cost(NOBODYS), cost(&real));
    }
}
