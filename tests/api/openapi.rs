//! The description of the API, held against the running server.

use serde_json::{Value, json};

use crate::{
    receipt::Citizen,
    town::{SLUG, SUBMISSIONS, Town, ballot, id},
    ways::{everything, full_ballot},
};

#[test]
fn every_address_in_the_description_is_there() {
    let town = Town::open();
    let description = town.get("/api/v1/openapi.json");
    assert_eq!((description.status, description.header("content-type")), (200, "application/json"));
    let description = description.json();
    assert_eq!(description["openapi"], "3.1.0");
    let mut checked = 0;
    for (path, operations) in description["paths"].as_object().unwrap() {
        let address = path.replace("{slug}", SLUG).replace("{id}", &id(1));
        assert!(!address.contains('{'), "{path} wants something that this test does not know");
        for (method, operation) in methods(operations) {
            let method = method.to_uppercase();
            let answer = town.connect().ask(&method, &address, &[], b"").unwrap();
            assert!(![404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
            let described = operation["responses"].get(answer.status.to_string());
            let described =
                described.unwrap_or_else(|| panic!("{method} {path} does not describe {}", answer.status));
            let kind = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
            let kinds = described["content"].as_object().expect("an answer with a body has a type");
            assert!(kinds.contains_key(&kind), "{method} {path} answers {kind}");
            checked += 1;
        }
        // What it does not describe, the server does not take.
        let other = town.connect().ask("DELETE", &address, &[], b"").unwrap();
        assert_eq!(other.status == 405, operations.get("delete").is_none(), "DELETE {path}");
    }
    assert!(checked >= 6, "the description has only {checked} operations");
}

#[test]
fn the_description_knows_every_field_that_is_sent() {
    let town = Town::open();
    let description = town.get("/api/v1/openapi.json").json();
    let check = |name: &str, message: &Value| {
        fits(&description, &description["components"]["schemas"][name], message, name);
    };
    let mut named = ballot(1);
    named["ballot"]["respondent"] = json!({ "group": "citizen", "district": "center" });
    named["organisation"] = json!({ "name": "Искра", "kind": "chitalishte", "area": "Център" });
    check("SubmissionDocument", &named);
    let receipt = town.send(&ballot(1));
    check("Receipt", &receipt.json());
    town.offer(&everything("\"points\"\ntotal = 5"));
    check("SubmissionDocument", &full_ballot());
    check("ConsultationView", &town.get("/api/v1/consultations/town").json());
    check("Problem", &town.post(SUBMISSIONS, &[], b"{}").json());
    let citizen = Citizen::number(1);
    check("SubmissionView", &citizen.look(&town).json());
    let change = citizen.changed(1, "Лампи");
    check("ChangeDocument", &serde_json::from_str(&change).unwrap());
    check("Receipt", &citizen.change(&town, 1, "Лампи").json());
    let search = json!({ "consultation": SLUG, "receipt_code": citizen.code });
    check("SearchDocument", &search);
    assert_eq!(citizen.search(&town, SLUG).status, 200);
}

fn methods(operations: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let known = ["get", "put", "post", "delete", "patch", "head", "options"];
    operations.as_object().into_iter().flatten().filter(move |(name, _)| known.contains(&name.as_str()))
}

/// As much of JSON Schema as the description uses for objects: references, required and permitted fields, arrays.
fn fits(description: &Value, schema: &Value, message: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = description.pointer(reference.trim_start_matches('#'));
        let target = target.unwrap_or_else(|| panic!("{place}: {reference} leads nowhere"));
        return fits(description, target, message, place);
    }
    if let Some(object) = message.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(object.contains_key(name), "{place} has no {name}");
        }
        for (name, value) in object {
            let known = &schema["properties"][name];
            assert!(!known.is_null() || schema["additionalProperties"] != false, "{place} knows no {name}");
            fits(description, known, value, &format!("{place}/{name}"));
        }
    }
    for (at, item) in message.as_array().into_iter().flatten().enumerate() {
        fits(description, &schema["items"], item, &format!("{place}/{at}"));
    }
}
