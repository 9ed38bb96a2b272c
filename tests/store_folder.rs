//! A database's folder: one process at a time, nothing else taken for a database.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use dictum::model::Problem;
use dictum::model::problem::Category;
use dictum::store::folder::Folder;
use dictum::store::journal::Journal;

const HELD: &str = "DICTUM_TEST_HOLD";

fn refused(opened: dictum::model::problem::Result<Folder>) -> Problem {
    let problem = opened.expect_err("it is to be refused");
    assert_eq!(problem.category(), Category::Database);
    problem
}

fn database(at: &Path) {
    let folder = Folder::open_or_create(at).unwrap();
    Journal::open(&folder.journal(), None, true).unwrap();
}

/// The child: holds a database until it is killed.
#[test]
fn child() {
    let Some(path) = env::var_os(HELD) else { return };
    let _folder = Folder::open(Path::new(&path)).unwrap();
    println!("\nheld");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn a_second_process_is_told_which_one_has_it() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("claims.dictum");
    database(&path);
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "store_folder::child", "--nocapture", "--test-threads=1"])
        .env(HELD, &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.into_iter().any(|line| line == "held"));
    let problem = refused(Folder::open(&path));
    assert!(problem.message().contains(&format!("process {} has it open", child.id())), "{problem}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(Folder::open(&path).unwrap().writable(), "a killed process holds nothing");
}

#[test]
fn the_same_process_cannot_open_it_twice() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("claims.dictum");
    let first = Folder::open_or_create(&path).unwrap();
    let problem = refused(Folder::open_or_create(&path));
    assert!(problem.message().contains(&format!("process {}", std::process::id())), "{problem}");
    drop(first);
    let folder = Folder::open_or_create(&path).unwrap();
    assert_eq!(folder.path(), path);
    assert_eq!(folder.journal(), path.join("journal"));
    assert_eq!(folder.index(), path.join("index"));
}

#[test]
fn what_is_no_database_is_refused_and_left_as_it_is() {
    let temp = tempfile::tempdir().unwrap();
    let (file, other, lost) = (temp.path().join("file"), temp.path().join("other"), temp.path().join("lost"));
    fs::write(&file, b"text").unwrap();
    fs::create_dir(&other).unwrap();
    fs::write(other.join("article.txt"), b"text").unwrap();
    fs::create_dir_all(lost.join("index")).unwrap();
    for path in [&file, &other, &lost] {
        let problem = refused(Folder::open_or_create(path));
        assert_eq!(refused(Folder::open(path)), problem);
        assert!(problem.message().contains(&path.display().to_string()), "{problem}");
    }
    assert!(refused(Folder::open(&lost)).message().contains("lost its journal"));
    assert!(!other.join("lock").exists());
    let nowhere = temp.path().join("nowhere");
    assert!(refused(Folder::open(&nowhere)).message().contains("there is no database"));
    assert!(!nowhere.exists());
    let deep = Folder::open_or_create(&nowhere.join("claims.dictum")).unwrap_err();
    assert_eq!(deep.category(), Category::Io);
}

#[test]
fn a_making_that_was_cut_short_is_taken_up_again() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("claims.dictum");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("lock"), b"").unwrap();
    fs::write(path.join("journal.new"), b"half").unwrap();
    refused(Folder::open(&path));
    database(&path);
    assert!(Folder::is_database(&path));
    let folder = Folder::open(&path).unwrap();
    assert_eq!(Journal::open(&folder.journal(), None, true).unwrap().0.sequence(), 0);
}

/// Whether the rights of files bind this process; they do not bind root.
#[cfg(unix)]
fn rights_bind(folder: &Path) -> bool {
    fs::write(folder.join("probe"), b"").is_err()
}

#[cfg(unix)]
#[test]
fn a_database_that_can_only_be_read_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("claims.dictum");
    database(&path);
    fs::create_dir_all(path.join("index/blobs")).unwrap();
    fs::write(path.join("index/blobs/one"), b"1").unwrap();
    let rights = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    let lock_rights =
        |mode| fs::set_permissions(path.join("lock"), fs::Permissions::from_mode(mode)).unwrap();
    rights(0o555);
    lock_rights(0o444);
    if rights_bind(&path) {
        let folder = Folder::open(&path).unwrap();
        assert!(!folder.writable());
        let index = folder.index();
        assert!(!index.starts_with(&path));
        assert_eq!(fs::read(index.join("blobs/one")).unwrap(), b"1");
        assert!(Journal::open(&folder.journal(), None, folder.writable()).is_ok());
        drop(folder);
        assert!(!index.exists());
    }
    rights(0o755);
}

#[test]
fn the_index_can_be_taken_away() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("claims.dictum");
    let mut folder = Folder::open_or_create(&path).unwrap();
    folder.remove_index().unwrap();
    fs::create_dir_all(folder.index().join("blobs")).unwrap();
    folder.remove_index().unwrap();
    assert!(!folder.index().exists());
}
