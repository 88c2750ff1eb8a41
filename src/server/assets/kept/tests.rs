use super::{super::hashed_name, *};
use crate::assets::{integrity, keep::write};

const STAGE2: &[u8] = b"let stage = 2;";
const WASM: &[u8] = b"\0asm";
const LOADER: &[u8] = b"(() => {})()";

/// What an executable of this version carries: a loader, stage 2, wasm.
fn carried(version: &str, loader: &'static [u8], stage2: &'static [u8]) -> Carried {
    let mut files: Vec<(&'static str, &'static [u8])> = Vec::new();
    let mut entries = Vec::new();
    let leak = |text: String| -> &'static str { text.leak() };
    for (role, ending, bytes) in [("stage2", "js", stage2), ("wasm", "wasm", WASM), ("loader", "", loader)] {
        let integrity = integrity(bytes);
        let path = match ending {
            "" => "glasno.js".to_owned(),
            ending => format!("a/{}.{ending}", hashed_name(&integrity)),
        };
        let asset = Asset::made(String::new(), "", axum::body::Bytes::from_static(bytes));
        entries.push(serde_json::json!({ "role": role, "path": path, "integrity": integrity, "raw": 1, "br": 1, "gz": 1 }));
        files.push((leak(format!("{path}.br")), asset.br.unwrap().to_vec().leak()));
        files.push((leak(format!("{path}.gz")), asset.gz.unwrap().to_vec().leak()));
        files.push((leak(path), bytes));
    }
    let manifest = serde_json::json!({ "version": version, "files": entries }).to_string();
    files.push((manifest::NAME, manifest.leak().as_bytes()));
    Carried::read(&files)
}

fn name(ending: &str, bytes: &[u8]) -> String {
    format!("{}.{ending}", hashed_name(&integrity(bytes)))
}

/// A folder over which 1.0.0 ran, and the next version.
fn upgraded() -> (tempfile::TempDir, Carried) {
    let folder = tempfile::tempdir().unwrap();
    write(&carried("1.0.0", LOADER, STAGE2), folder.path()).unwrap();
    let next = carried("1.1.0", b"(() => { 'new' })()", b"let stage = 'new';");
    write(&next, folder.path()).unwrap();
    (folder, next)
}

#[test]
fn a_page_that_pinned_a_version_finds_all_of_it_after_an_upgrade() {
    let (folder, next) = upgraded();
    let kept = Kept::find(folder.path(), &next).unwrap();
    let loader = kept.named("1.0.0", "glasno.js").unwrap();
    assert_eq!((&*loader.raw, loader.integrity.as_str()), (LOADER, integrity(LOADER).as_str()));
    assert!(loader.br.is_some() && loader.gz.is_some());
    assert_eq!(kept.hashed(&name("js", STAGE2)).unwrap().raw, STAGE2);
    assert_eq!(kept.manifest("1.0.0").unwrap().files.len(), 3);
    assert!(kept.manifest("1.1.0").is_none(), "the running version is served from memory");
    // Both versions have the same wasm, so it is among the files that the executable carries.
    assert!(kept.hashed(&name("wasm", WASM)).is_none());
}

#[test]
fn what_was_damaged_on_the_disk_is_not_served() {
    let (folder, next) = upgraded();
    let stage2 = folder.path().join("a").join(name("js", STAGE2));
    fs::write(&stage2, b"let stage = 3;").unwrap();
    fs::write(folder.path().join("1.0.0/glasno.js.br"), b"noise").unwrap();
    let kept = Kept::find(folder.path(), &next).unwrap();
    assert!(kept.hashed(&name("js", STAGE2)).is_none());
    let loader = kept.named("1.0.0", "glasno.js").unwrap();
    assert!(loader.br.is_none() && loader.gz.is_some(), "only the damaged form is left out");
    fs::write(folder.path().join("1.0.0/glasno.js"), b"alert(1)").unwrap();
    fs::write(folder.path().join("1.0.0/manifest.json"), b"{").unwrap();
    let kept = Kept::find(folder.path(), &next).unwrap();
    assert!(kept.named("1.0.0", "glasno.js").is_none() && kept.manifest("1.0.0").is_none());
}

#[test]
fn a_loader_that_does_not_fit_its_manifest_is_not_served() {
    let (folder, next) = upgraded();
    fs::write(folder.path().join("1.0.0/glasno.js"), b"alert(1)").unwrap();
    let kept = Kept::find(folder.path(), &next).unwrap();
    assert!(kept.named("1.0.0", "glasno.js").is_none() && kept.manifest("1.0.0").is_some());
}

#[test]
fn what_the_executable_carries_itself_is_put_right_again() {
    let (folder, next) = upgraded();
    let path = folder.path().join("1.1.0/glasno.js");
    fs::write(&path, b"half").unwrap();
    write(&next, folder.path()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"(() => { 'new' })()");
    let left_over = names(&folder.path().join("1.1.0"), fs::FileType::is_file).unwrap();
    assert_eq!(left_over, ["glasno.js", "glasno.js.br", "glasno.js.gz", "manifest.json"]);
}

#[test]
fn a_version_cannot_name_files_outside_its_folder() {
    let (folder, next) = upgraded();
    let outside = folder.path().join("secret.js");
    fs::write(&outside, b"secret").unwrap();
    for path in ["../secret.js", "a/../../secret.js", "/etc/passwd.js", ".secret.js", "x/y.js"] {
        let manifest = serde_json::json!({ "version": "1.0.0", "files": [
            { "role": "x", "path": path, "integrity": integrity(b"secret"), "raw": 1, "br": 1, "gz": 1 }] });
        fs::write(folder.path().join("1.0.0/manifest.json"), manifest.to_string()).unwrap();
        let kept = Kept::find(folder.path(), &next).unwrap();
        assert!(kept.named("1.0.0", path).is_none() && kept.hashed(path).is_none(), "{path}");
    }
}

#[test]
fn a_stranger_reads_nothing_else_from_the_data_folder() {
    let (folder, next) = upgraded();
    fs::write(folder.path().join("a/glasno.db"), "secret").unwrap();
    fs::write(folder.path().join("a/half.js.77.new"), "let sta").unwrap();
    let kept = Kept::find(folder.path(), &next).unwrap();
    for name in ["glasno.db", "../glasno.db", "half.js.77.new", "..", "", &name("js.br", STAGE2)] {
        assert!(kept.hashed(name).is_none() && kept.named("1.0.0", name).is_none(), "{name}");
    }
    assert!(kept.named("..", "a").is_none());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let (folder, next) = upgraded();
    let outside = tempfile::tempdir().unwrap();
    let elsewhere = outside.path().join("passwords.js");
    fs::write(&elsewhere, b"passwords").unwrap();
    symlink(&elsewhere, folder.path().join("a").join(name("js", b"passwords"))).unwrap();
    symlink(outside.path(), folder.path().join("9.9.9")).unwrap();
    fs::write(outside.path().join("manifest.json"), r#"{"version":"9.9.9","files":[]}"#).unwrap();
    let kept = Kept::find(folder.path(), &next).unwrap();
    assert!(kept.hashed(&name("js", b"passwords")).is_none() && kept.manifest("9.9.9").is_none());
    // Also where a file that was right at the start becomes a link later.
    let stage2 = folder.path().join("a").join(name("js", STAGE2));
    fs::remove_file(&stage2).unwrap();
    symlink(&elsewhere, &stage2).unwrap();
    assert!(kept.hashed(&name("js", STAGE2)).is_none());
}
