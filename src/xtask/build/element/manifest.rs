//! `custom-elements.json`, <https://github.com/webcomponents/custom-elements-manifest>, version 1.0.0 of its schema.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::{Element, Method, Named};

/// The loader's other form.
const MODULE: &str = "glasno.mjs";

/// The manifest as text.
pub(super) fn write(element: &Element) -> Result<String> {
    let attributes = element.attributes.iter().map(|attribute| {
        let mut value = described(&attribute.name, &attribute.text);
        value.insert("type".into(), json!({ "text": attribute.kind }));
        put(&mut value, "default", attribute.default.as_deref());
        put(&mut value, "fieldName", attribute.property.as_deref());
        Value::Object(value)
    });
    let reflected = element.attributes.iter().filter_map(|attribute| {
        let mut value = described(attribute.property.as_deref()?, &attribute.text);
        value.insert("kind".into(), json!("field"));
        value.insert("type".into(), json!({ "text": format!("{} | null", attribute.kind) }));
        value.insert("attribute".into(), json!(attribute.name));
        value.insert("reflects".into(), json!(true));
        Some(Value::Object(value))
    });
    let fields = element.properties.iter().map(|property| {
        let mut value = described(&property.name, &property.text);
        value.insert("kind".into(), json!("field"));
        value.insert("type".into(), json!({ "text": property.kind }));
        value.insert("readonly".into(), json!(property.readonly));
        Value::Object(value)
    });
    let members: Vec<Value> =
        reflected.chain(fields).chain(element.methods.iter().map(|one| callable(one, "method"))).collect();
    let events = element.events.iter().map(|event| {
        let mut value = described(&event.name, &event.told());
        value.insert("type".into(), json!({ "text": format!("CustomEvent<{}>", event.detail) }));
        Value::Object(value)
    });
    let named = |list: &[Named]| -> Vec<Value> { list.iter().map(named).collect() };
    let declaration = json!({
        "kind": "class",
        "customElement": true,
        "name": element.class,
        "tagName": element.tag,
        "description": format!("{} States: {}.", element.text, element.states().join(", ")),
        "superclass": { "name": "HTMLElement" },
        "attributes": attributes.collect::<Vec<_>>(),
        "members": members,
        "events": events.collect::<Vec<_>>(),
        "slots": named(&element.slots),
        "cssProperties": named(&element.css),
        "cssParts": named(&element.parts),
    });
    let manifest = json!({
        "schemaVersion": "1.0.0",
        "modules": [{
            "kind": "javascript-module",
            "path": "glasno.js",
            "declarations": [declaration],
            "exports": [{
                "kind": "custom-element-definition",
                "name": element.tag,
                "declaration": { "name": element.class, "module": "glasno.js" },
            }],
        }, {
            "kind": "javascript-module",
            "path": MODULE,
            "declarations": element.functions.iter().map(|function| callable(function, "function")).collect::<Vec<_>>(),
            "exports": element.functions.iter().map(export).collect::<Vec<_>>(),
        }],
    });
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn export(function: &Method) -> Value {
    let name = &function.name;
    json!({ "kind": "js", "name": name, "declaration": { "name": name, "module": MODULE } })
}

/// A method or a function.
fn callable(method: &Method, kind: &str) -> Value {
    let mut value = described(&method.name, &method.text);
    value.insert("kind".into(), json!(kind));
    // None of ours has two, and a comma within a type would be no border.
    if let Some((name, kind)) = method.parameters.split_once(": ") {
        let (name, optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        let parameter = json!({ "name": name, "type": { "text": kind }, "optional": optional });
        value.insert("parameters".into(), json!([parameter]));
    }
    value.insert("return".into(), json!({ "type": { "text": method.returns } }));
    Value::Object(value)
}

fn named(named: &Named) -> Value {
    let mut value = described(&named.name, &named.text);
    put(&mut value, "default", named.default.as_deref());
    Value::Object(value)
}

fn described(name: &str, text: &str) -> Map<String, Value> {
    Map::from_iter([("name".to_owned(), json!(name)), ("description".to_owned(), json!(text))])
}

fn put(value: &mut Map<String, Value>, key: &str, text: Option<&str>) {
    value.extend(text.map(|text| (key.to_owned(), json!(text))));
}
