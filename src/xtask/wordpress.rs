//! `cargo xtask test --wordpress`: a real `WordPress` with our plugin, on this machine alone.
//!
//! Debian's packages are the source. PHP and `MariaDB`'s programs are installed where they are missing; `WordPress` itself is
//! only unpacked, since its package would start a web server. Everything runs in a temporary folder, as children of this
//! program, and goes away with it, also after a failure.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    debian,
    process::{find, output, run, say, workspace},
    setup,
};

/// A program, and Debian's package that has it. Of `MariaDB` not the package that starts a service.
const INSTALLED: [(&str, &str); 3] =
    [("php", "php-cli"), ("mariadbd", "mariadb-server-core"), ("mariadb-install-db", "mariadb-server-core")];
/// PHP's way to the database, which no search path shows.
const DRIVER: &str = "php-mysql";
/// `WordPress`, a theme, and what its package takes from others.
const UNPACKED: [&str; 6] = [
    "wordpress",
    "wordpress-theme-twentytwentythree",
    "php-getid3",
    "libjs-cropper",
    "libjs-prototype",
    "libjs-underscore",
];
/// So long a program may take to listen. Nothing measures it.
const PATIENCE: Duration = Duration::from_mins(1);

/// `WordPress`, running until this is dropped.
pub(crate) struct Site {
    /// `http://127.0.0.1:43210`.
    pub(crate) address: String,
    /// Where its PHP files are.
    pub(crate) root: PathBuf,
    /// The database's.
    pub(crate) socket: PathBuf,
    // In this order: the programs end before their folder goes.
    _programs: [Program; 2],
    _folder: Folder,
}

impl Site {
    /// Installs what is missing, and sets up a site with the plugin in its folder, not yet active.
    ///
    /// # Errors
    /// Says what could not be fetched, installed or started.
    pub(crate) fn start() -> Result<Self> {
        install()?;
        let folder = Folder::make()?;
        let root = unpack(&folder.0)?;
        let socket = folder.0.join("database.sock");
        let database = database(&folder.0, &socket)?;
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let host = port.context("this machine has no free port")?.to_string();
        let address = format!("http://{host}");
        let mut serve = Command::new("php");
        serve.args(["-q", "-S", &host, "-t"]).arg(&root).arg(ours("tests/wordpress/router.php"));
        serve.env("GLASNO_WORDPRESS_URL", &address).env("GLASNO_WORDPRESS_SOCKET", &socket);
        let web = Program::start(&mut serve, &folder.0.join("php.log"))?;
        until("PHP's web server", || TcpStream::connect(&host).is_ok())?;
        let site = Self { address, root, socket, _programs: [web, database], _folder: folder };
        let mut php = Command::new("php");
        php.arg(ours("tests/wordpress/site.php")).arg(&site.root).arg("install");
        run(site.known_to(&mut php), "WordPress could not be set up; PHP's message above says why")?;
        Ok(site)
    }

    /// Tells a program where the site is.
    pub(crate) fn known_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("GLASNO_WORDPRESS", &self.root)
            .env("GLASNO_WORDPRESS_URL", &self.address)
            .env("GLASNO_WORDPRESS_SOCKET", &self.socket)
    }
}

fn install() -> Result<()> {
    let mut missing: Vec<&str> =
        INSTALLED.iter().filter(|(program, _)| !debian::has(program)).map(|(_, package)| *package).collect();
    if find("php").is_none()
        || !output(Command::new("php").arg("-m"), "php does not start")?.contains("mysqli")
    {
        missing.push(DRIVER);
    }
    missing.dedup();
    debian::install("the test in WordPress", &missing, &UNPACKED)
}

/// `WordPress` as it comes, with the test's configuration and our plugin; gives its folder.
fn unpack(folder: &Path) -> Result<PathBuf> {
    debian::unpack("wordpress", &UNPACKED, &folder.join("debian"))?;
    let root = folder.join("debian/usr/share/wordpress");
    let extensions = root.join("wp-content/mu-plugins");
    let plugin = root.join("wp-content/plugins/glasno");
    let own = ours("src/widget/kit/wordpress/glasno");
    let put = || -> std::io::Result<()> {
        fs::copy(ours("tests/wordpress/wp-config.php"), root.join("wp-config.php"))?;
        fs::create_dir_all(&extensions)?;
        fs::copy(ours("tests/wordpress/ports.php"), extensions.join("ports.php"))?;
        fs::create_dir_all(&plugin)?;
        for file in fs::read_dir(own)? {
            let file = file?;
            fs::copy(file.path(), plugin.join(file.file_name()))?;
        }
        Ok(())
    };
    put().context("the plugin cannot be put into WordPress")?;
    Ok(root)
}

/// A database of its own, reached by a socket only.
fn database(folder: &Path, socket: &Path) -> Result<Program> {
    let data = format!("--datadir={}", folder.join("data").display());
    // MariaDB does not run as root unless it is told so.
    let user: &[&str] = if setup::is_root() { &["--user=root"] } else { &[] };
    let mut make = Command::new("mariadb-install-db");
    make.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", &data])
        .args(user);
    run(make.stdout(Stdio::null()), "MariaDB could not make its folder; its message above says why")?;
    let sbin = Path::new("/usr/sbin/mariadbd");
    let mut serve = Command::new(find("mariadbd").as_deref().unwrap_or(sbin));
    serve.args(["--no-defaults", "--skip-networking", &data]).args(user);
    serve.arg(format!("--socket={}", socket.display()));
    serve.arg(format!("--pid-file={}", folder.join("database.pid").display()));
    let program = Program::start(&mut serve, &folder.join("database.log"))?;
    until("MariaDB", || UnixStream::connect(socket).is_ok())?;
    Ok(program)
}

fn until(name: &str, listens: impl Fn() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !listens() {
        if begun.elapsed() > PATIENCE {
            bail!("{name} did not start within {} s", PATIENCE.as_secs());
        }
        sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn ours(path: &str) -> PathBuf {
    workspace().join(path)
}

/// A program in the background, ended when it is dropped.
struct Program(Child);

impl Program {
    fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let log = fs::File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Ok(Self(command.spawn().with_context(|| format!("cannot start `{name}`"))?))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be gone already; what matters is that it is not left behind. What it kept is thrown away.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Gone with everything in it when it is dropped.
struct Folder(PathBuf);

impl Folder {
    /// Below the system's own temporary folder: a socket's path may only be about a hundred bytes long.
    fn make() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("glasno-wordpress-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            say(&format!("{} could not be removed: {error}", self.0.display()));
        }
    }
}
