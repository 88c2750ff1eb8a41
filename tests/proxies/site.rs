//! A municipality's site with one of the kit's recipes in it, before a Glasno server that stands behind TLS as README
//! describes it. Both are the real programs, with what stands in the repository; only names, ports and paths are ours.

use std::{
    fs::{self, Permissions},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// So long a program may take to listen. Nothing measures it.
const PATIENCE: Duration = Duration::from_mins(1);
/// The Glasno server's name in the recipes and in README.
const EXAMPLE: &str = "glasno.example.bg";
/// The certificates that a system trusts, in the recipes.
const TRUSTED: &str = "/etc/ssl/certs/ca-certificates.crt";
/// What the site adds to each of its pages, in the way that the recipe allows for.
pub const POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-src 'self'";

/// The program that the site runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Nginx,
    Apache,
    Caddy,
}

/// The Glasno server behind TLS, by the address that citizens know.
#[derive(Debug)]
pub struct Front {
    /// `localhost:43210`.
    pub name: String,
    port: u16,
    _program: Option<Program>,
    folder: TempDir,
}

impl Front {
    /// A name and a certificate for a server that is not there yet.
    pub fn reserve() -> Self {
        let folder = folder();
        let port = free_port();
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
        openssl.args(["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
        openssl.arg("-keyout").arg(folder.path().join("key.pem"));
        openssl.arg("-out").arg(folder.path().join("certificate.pem"));
        let made = openssl.stderr(Stdio::null()).status().expect("openssl runs");
        assert!(made.success(), "openssl made no certificate");
        Self { name: format!("localhost:{port}"), port, _program: None, folder }
    }

    /// README's own lines for nginx, before this server.
    pub fn before(self, server: &str) -> Self {
        let readme = read("README.md");
        let (_, block) = readme.split_once("```nginx\n").expect("README has lines for nginx");
        let block = block.split("```").next().unwrap_or_default();
        let certificate = self.certificate();
        let key = self.folder.path().join("key.pem");
        let tls = format!(
            "listen 127.0.0.1:{} ssl; ssl_certificate {}; ssl_certificate_key {};",
            self.port,
            certificate.display(),
            key.display()
        );
        let block = substituted(block, &[("listen 443 ssl;", &tls), ("http://127.0.0.1:8080", server)]);
        let program = nginx(self.folder.path(), &block, self.port);
        Self { _program: Some(program), ..self }
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }
}

/// The site; gone when it is dropped.
#[derive(Debug)]
pub struct Site {
    /// `http://127.0.0.1:43210`.
    pub address: String,
    _program: Program,
    _folder: TempDir,
}

impl Site {
    /// Starts a site with these pages on a port, its recipe leading to the server.
    pub fn start(kind: Kind, port: u16, front: &Front, pages: &[(&str, String)]) -> Self {
        let folder = folder();
        let root = folder.path().join("pages");
        fs::create_dir(&root).unwrap();
        for (name, html) in pages {
            fs::write(root.join(name), html).unwrap();
        }
        let program = match kind {
            Kind::Nginx => site_on_nginx(folder.path(), &root, port, front),
            Kind::Apache => site_on_apache(folder.path(), &root, port, front),
            Kind::Caddy => site_on_caddy(folder.path(), &root, port, front),
        };
        Self { address: format!("http://127.0.0.1:{port}"), _program: program, _folder: folder }
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn site_on_nginx(folder: &Path, root: &Path, port: u16, front: &Front) -> Program {
    let recipe = recipe("nginx.conf", front);
    let server = format!(
        "server {{\nlisten 127.0.0.1:{port};\nroot {};\ndefault_type 'text/html; charset=utf-8';\n\
         add_header Content-Security-Policy \"{POLICY}\" always;\nadd_header X-Frame-Options DENY always;\n{recipe}\n}}\n",
        root.display()
    );
    nginx(folder, &server, port)
}

fn nginx(folder: &Path, server: &str, port: u16) -> Program {
    let at = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {at}/{name};\n"))
        .concat();
    // One process, which ends with us.
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {at}/nginx.pid;\nerror_log {at}/log warn;\nevents {{}}\n\
         http {{\naccess_log off;\n{temporary}{server}}}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, whole).unwrap();
    let mut command = Command::new(named("GLASNO_NGINX"));
    command.arg("-p").arg(folder).arg("-e").arg(folder.join("log")).arg("-c").arg(file);
    Program::start(&mut command, folder, port)
}

fn site_on_apache(folder: &Path, root: &Path, port: u16, front: &Front) -> Program {
    let (at, root, modules) = (folder.display(), root.display(), named("GLASNO_APACHE_MODULES"));
    // Those that the recipe names, and those that any Apache has.
    let modules: String =
        ["mpm_event", "authz_core", "alias", "headers", "proxy", "proxy_http", "ssl", "socache_shmcb"]
            .map(|name| format!("LoadModule {name}_module {modules}/mod_{name}.so\n"))
            .concat();
    let recipe = recipe("apache.conf", front);
    let whole = format!(
        "ServerRoot {at}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {at}/apache.pid\nErrorLog {at}/log\n\
         {modules}Mutex file:{at}\nUser nobody\nGroup nogroup\n<VirtualHost 127.0.0.1:{port}>\nDocumentRoot {root}\n\
         <Directory {root}>\nRequire all granted\nForceType 'text/html; charset=utf-8'\n</Directory>\n\
         Header always set Content-Security-Policy \"{POLICY}\"\nHeader always set X-Frame-Options DENY\n{recipe}\n</VirtualHost>\n"
    );
    let file = folder.join("apache.conf");
    fs::write(&file, whole).unwrap();
    let mut command = Command::new(named("GLASNO_APACHE"));
    // One process, which ends with us.
    command.arg("-X").arg("-f").arg(file);
    Program::start(&mut command, folder, port)
}

fn site_on_caddy(folder: &Path, root: &Path, port: u16, front: &Front) -> Program {
    let recipe = substituted(
        &recipe("Caddyfile", front),
        &[("www.example.bg {", &format!("http://127.0.0.1:{port} {{"))],
    );
    let inside = recipe.trim_end().strip_suffix('}').expect("the recipe is a whole block");
    let whole = format!(
        "{{\nadmin off\n}}\n{inside}\n@site not path /uchastie/*\nheader @site Content-Security-Policy \"{POLICY}\"\n\
         header @site X-Frame-Options DENY\nhandle {{\nroot * {}\nfile_server\n}}\n}}\n",
        root.display()
    );
    let file = folder.join("Caddyfile");
    fs::write(&file, whole).unwrap();
    let mut command = Command::new(named("GLASNO_CADDY"));
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
    // It trusts what the system trusts, and what it keeps it keeps here.
    command.env("SSL_CERT_FILE", front.certificate()).env("HOME", folder);
    for kept in ["XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        command.env(kept, folder);
    }
    Program::start(&mut command, folder, port)
}

/// A recipe as the kit has it, for our server.
fn recipe(file: &str, front: &Front) -> String {
    let recipe = read(&format!("src/widget/kit/proxy/{file}"));
    recipe.replace(EXAMPLE, &front.name).replace(TRUSTED, &front.certificate().display().to_string())
}

fn substituted(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (ours, theirs)| {
        assert_eq!(text.matches(ours).count(), 1, "{ours} in {text}");
        text.replace(ours, theirs)
    })
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

fn named(variable: &str) -> String {
    std::env::var(variable).expect("run cargo xtask test --proxies")
}

/// A folder that a program without our rights can read too.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

/// A program in the background, ended when it is dropped.
#[derive(Debug)]
struct Program(Child);

impl Program {
    fn start(command: &mut Command, folder: &Path, port: u16) -> Self {
        let said = fs::File::create(folder.join("said")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said);
        let mut program = Self(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")));
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = program.0.try_wait().unwrap();
            let log = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
            assert!(
                ended.is_none() && begun.elapsed() < PATIENCE,
                "{command:?} {ended:?}: {} {}",
                log("said"),
                log("log")
            );
            // Spares the processor; what is awaited is the connection.
            std::thread::sleep(Duration::from_millis(20));
        }
        program
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be gone already; what matters is that it is not left behind.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
