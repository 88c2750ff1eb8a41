//! `datapackage.json`, as [Data Package 2](https://datapackage.org) wants it. Programs that know the standard read every
//! table with its types and keys.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use super::column::{Column, Table};
use super::pabulib_projects;

/// What the package's descriptor says. Each serialises to the JSON of the standard.
#[derive(Debug, Serialize)]
pub struct DataPackage<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: String,
    title: &'a str,
    description: &'static str,
    version: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Contributor<'a>>,
    keywords: [&'static str; 3],
    resources: Vec<Resource<'a>>,
}

#[derive(Debug, Serialize)]
struct Contributor<'a> {
    title: &'a str,
    roles: [&'static str; 1],
}

#[derive(Debug, Serialize)]
struct Resource<'a> {
    name: String,
    path: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    title: &'a str,
    description: &'a str,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    bytes: u64,
    hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<Dialect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Schema<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

/// A Table Schema.
#[derive(Debug)]
struct Schema<'a>(&'a Table);

/// A file of the package as it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// How long it is.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// What the descriptor is made from.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The consultation's name in addresses.
    pub slug: &'a str,
    /// Its name for people.
    pub title: &'a str,
    /// Who asked; empty where nobody said it.
    pub organiser: &'a str,
    /// The version of Glasno.
    pub version: &'a str,
    /// The tables.
    pub tables: &'a [Table],
    /// Every file by its name.
    pub files: &'a BTreeMap<String, FileFacts>,
}

impl<'a> DataPackage<'a> {
    /// The descriptor.
    pub fn new(facts: &Facts<'a>) -> Self {
        let tables = facts.tables.iter().filter_map(|table| {
            let (path, file) = facts.files.get_key_value(&table.file())?;
            Some(table_resource(table, path, file))
        });
        let others = facts.files.iter().filter_map(|(path, file)| other_resource(path, file));
        let contributor = |title| Contributor { title, roles: ["publisher"] };
        Self {
            profile: "https://datapackage.org/profiles/2.0/datapackage.json",
            name: format!("glasno-{}", facts.slug),
            title: facts.title,
            description: "What participants of a budget consultation proposed and said, and what it comes to. \
                          `glasno recount` computes every result again from these tables alone.",
            version: facts.version,
            contributors: Some(facts.organiser)
                .filter(|name| !name.is_empty())
                .map(contributor)
                .into_iter()
                .collect(),
            keywords: ["budget", "participatory budgeting", "public consultation"],
            resources: tables.chain(others).collect(),
        }
    }
}

fn table_resource<'a>(table: &'a Table, path: &'a str, file: &FileFacts) -> Resource<'a> {
    Resource {
        name: table.name.replace('_', "-"),
        path,
        kind: Some("table"),
        title: table.title,
        description: table.description,
        format: "csv",
        mediatype: "text/csv",
        encoding: Some("utf-8"),
        bytes: file.bytes,
        hash: format!("sha256:{}", file.sha256),
        dialect: Some(Dialect {
            delimiter: ",",
            line_terminator: "\r\n",
            quote_char: "\"",
            double_quote: true,
            header: true,
        }),
        schema: Some(Schema(table)),
    }
}

fn other_resource<'a>(path: &'a str, file: &FileFacts) -> Option<Resource<'a>> {
    // The workbook holds the tables once more; programs that list resources would read them twice.
    let (name, title, description, format, mediatype, encoding) = match path.rsplit_once('.')? {
        (name, "pb") if name.ends_with(pabulib_projects::ENDING) => (
            "pabulib-projects",
            "The ballots on projects for Pabulib",
            "The projects, the ballots on them and which projects are funded, in the .pb format of pabulib.org.",
            "pb",
            "text/plain",
            Some("utf-8"),
        ),
        (_, "pb") => (
            "pabulib",
            "The proposals for Pabulib",
            "The proposals of the newest draft as cumulative ballots, in the .pb format of pabulib.org.",
            "pb",
            "text/plain",
            Some("utf-8"),
        ),
        ("audit", "json") => (
            "audit",
            "The audit",
            "Parameters, counts, ties and how they were broken, what was left out and why, and the files' SHA-256.",
            "json",
            "application/json",
            Some("utf-8"),
        ),
        _ => return None,
    };
    Some(Resource {
        name: name.to_owned(),
        path,
        kind: None,
        title,
        description,
        format,
        mediatype,
        encoding,
        bytes: file.bytes,
        hash: format!("sha256:{}", file.sha256),
        dialect: None,
        schema: None,
    })
}

impl Serialize for Schema<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let table = self.0;
        let mut schema = serializer.serialize_map(None)?;
        schema.serialize_entry("$schema", "https://datapackage.org/profiles/2.0/tableschema.json")?;
        let fields: Vec<Field<'_>> = table.columns.iter().map(Field).collect();
        schema.serialize_entry("fields", &fields)?;
        schema.serialize_entry("missingValues", &[""])?;
        schema.serialize_entry("primaryKey", table.primary_key)?;
        if let Some(other) = &table.refers_to {
            schema.serialize_entry(
                "foreignKeys",
                &[ForeignKey {
                    fields: other.columns,
                    reference: Referred { resource: other.table.replace('_', "-"), fields: other.columns },
                }],
            )?;
        }
        schema.end()
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: &'static [&'static str],
    reference: Referred,
}

#[derive(Serialize)]
struct Referred {
    resource: String,
    fields: &'static [&'static str],
}

struct Field<'a>(&'a Column);

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = self.0;
        let mut field = serializer.serialize_map(None)?;
        field.serialize_entry("name", &column.name)?;
        field.serialize_entry("type", column.kind.schema_type())?;
        field.serialize_entry("format", "default")?;
        field.serialize_entry("description", &column.description)?;
        let constraints = Constraints {
            required: column.is_required,
            minimum: column.minimum,
            maximum: column.maximum,
            values: column.values,
        };
        if column.is_required
            || column.minimum.is_some()
            || column.maximum.is_some()
            || !column.values.is_empty()
        {
            field.serialize_entry("constraints", &constraints)?;
        }
        if let Some(column_type) = column.column_type {
            field.serialize_entry("columnType", column_type)?;
        }
        field.end()
    }
}

#[derive(Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(rename = "enum", skip_serializing_if = "<[_]>::is_empty")]
    values: &'static [&'static str],
}
