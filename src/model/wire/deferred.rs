//! Parts of a document that few readers want: taken along as text, read when somebody asks.

use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FromJson, Reader, read};

/// A value that the browser keeps as the JSON text that it came in until a lazily loaded part asks for it.
///
/// On the server it is read at once, by serde, like any other field. In the browser [`FromJson`] only finds its end:
/// the code that reads it is linked into the parts that call [`get`](Self::get), not into what every citizen loads,
/// and a draft of thousands of lines opens without reading the years before.
#[derive(Debug, Clone, Default)]
pub struct Deferred<T> {
    value: OnceLock<T>,
    /// What is still unread.
    json: Option<Box<str>>,
}

impl<T> Deferred<T> {
    /// A value that is read already.
    pub fn new(value: T) -> Self {
        Self { value: OnceLock::from(value), json: None }
    }
}

impl<T: Default + PartialEq> Deferred<T> {
    /// Is there nothing in it? Answered without reading it: what is empty is not written.
    pub fn is_empty(&self) -> bool {
        self.json.is_none() && self.value.get().is_none_or(|value| *value == T::default())
    }
}

impl<T: Default + FromJson> Deferred<T> {
    /// The value, read when it is first asked for. Empty where a newer server wrote what this reader does not know.
    pub fn get(&self) -> &T {
        self.value.get_or_init(|| self.json.as_deref().and_then(read).unwrap_or_default())
    }
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default + FromJson + PartialEq> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Default + FromJson + Eq> Eq for Deferred<T> {}

impl<T: Default + FromJson + Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Deferred<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

impl<T> FromJson for Deferred<T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { value: OnceLock::new(), json: Some(reader.raw()?.into()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deferred_is_read_when_it_is_asked_for() {
        let read: Vec<Deferred<Vec<String>>> = read(r#"[["a\"]","б"], [ ] ,["{"]]"#).unwrap();
        assert!(read.iter().all(|deferred| !deferred.is_empty()), "nobody has looked yet");
        let values: Vec<_> = read.iter().map(Deferred::get).collect();
        assert_eq!(values, [&vec!["a\"]".to_owned(), "б".to_owned()], &vec![], &vec!["{".to_owned()]]);
        assert_eq!(read[0], Deferred::new(vec!["a\"]".to_owned(), "б".to_owned()]));
    }

    #[test]
    fn what_this_reader_does_not_know_is_empty() {
        assert_eq!(read::<Deferred<Vec<String>>>(r#"{"newer":1}"#).unwrap().get(), &Vec::<String>::new());
        assert!(Deferred::<Vec<String>>::default().is_empty());
        assert!(!Deferred::new(vec![String::new()]).is_empty());
    }

    #[test]
    fn the_server_reads_and_writes_it_like_any_field() {
        let deferred: Deferred<Vec<String>> = serde_json::from_str(r#"["a"]"#).unwrap();
        assert_eq!(serde_json::to_string(&deferred).unwrap(), r#"["a"]"#);
        assert!(serde_json::from_str::<Deferred<Vec<String>>>("[1]").is_err());
    }
}
