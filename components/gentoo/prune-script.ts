/**
 * Removes binary packages and distfiles that nobody will miss, and makes the index tell the truth again.
 *
 * Python, because every stage3 has it: Portage's lock on the index is an fcntl lock that no shell program takes. What it
 * protects is one build adding its package; that a running build reads a package that goes is what the hour without
 * builds is for.
 *
 * - Binary packages go by age, the newest of every name stay. Age is that of the file, which is that of the build.
 * - Distfiles go by the time of their download: a download keeps the server's own modification time.
 * - Placeholders and partial files of builds that died go after a day; Portage makes them in the same folder.
 * - `emaint binhost --fix` runs every time, also where a former run ended between the two steps: without it Portage
 *   trusts an index that names files that are gone.
 *
 * @see https://dev.gentoo.org/~zmedico/portage/doc/man/make.conf.5.html
 */
export const pruneScript = String.raw`import fcntl, os, re, subprocess, sys, time

DAY = 86400
now = time.time()
package = re.compile(r"\.(gpkg\.tar|xpak)$")
denied = []
unfinished = re.compile(r"\.(gpkg\.tar|xpak).+$")


def setting(name):
    return int(os.environ[name])


def files(folder, depth):
    """Paths of the plain files of exactly that depth."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if depth > 1 and entry.is_dir(follow_symlinks=False):
                yield from files(entry.path, depth - 1)
            elif depth == 1 and entry.is_file(follow_symlinks=False):
                yield entry.path


def remove(path):
    try:
        os.unlink(path)
        print("removed", path)
    except FileNotFoundError:
        pass
    except PermissionError:
        denied.append(path)


def lock(path, seconds):
    """Portage's lock of that file. Portage removes it when it lets go, so the one that is held must be the present one."""
    name = os.path.join(os.path.dirname(path), "." + os.path.basename(path) + ".portage_lockfile")
    for attempt in range(seconds):
        held = os.open(name, os.O_CREAT | os.O_RDWR, 0o660)
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.stat(name).st_ino == os.fstat(held).st_ino:
                return held
        except (BlockingIOError, PermissionError, FileNotFoundError):
            if attempt == 0:
                print("waiting for a build that adds its package", flush=True)
        os.close(held)
        time.sleep(1)
    sys.exit("a build has been holding the index of the binary packages for %d seconds" % seconds)


def prune_packages(folder, days, newest):
    built = {}
    for path in files(folder, 3):
        status = os.lstat(path)
        age = (now - status.st_mtime) / DAY
        if unfinished.search(path) or (package.search(path) and status.st_size == 0):
            if age > 1:
                remove(path)
        elif package.search(path):
            built.setdefault(os.path.dirname(path), []).append((age, path))
    for builds in built.values():
        for age, path in sorted(builds)[newest:]:
            if age > days:
                remove(path)


def prune_distfiles(folder, days):
    for path in files(folder, 1):
        if os.path.basename(path) != "layout.conf" and (now - os.lstat(path).st_ctime) / DAY > days:
            remove(path)


if "DISTDIR" in os.environ:
    prune_distfiles(os.environ["DISTDIR"], setting("DISTFILE_DAYS"))
packages = os.environ["PKGDIR"]
held = lock(os.path.join(packages, "Packages"), setting("LOCK_SECONDS"))
prune_packages(packages, setting("PACKAGE_DAYS"), setting("KEEP_NEWEST"))
os.close(held)
repaired = subprocess.call(["emaint", "binhost", "--fix"])
if denied:
    sys.exit("Portage's user (250:250) may not remove %d files, the first is %s" % (len(denied), denied[0]))
sys.exit(repaired)
`;
