/** Python that fills a folder with a small Jenkins home: everything in it is something that copies lose. */
export const madeHome = String.raw`
import os, struct

def write(path, content, mode=0o644):
    os.makedirs(os.path.dirname(path) or b".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    os.chmod(path, mode)

write(b"config.xml", b"<hudson/>")
write(b"secrets/master.key", b"k" * 256, 0o600)
write(b"jobs/one/builds/1/log", b"first build\n")
os.link(b"jobs/one/builds/1/log", b"jobs/one/builds/1/hard link")
os.symlink(b"1", b"jobs/one/builds/lastSuccessfulBuild")
os.symlink(b"/nowhere", b"dangling")
for name in (b"-rf", b"--delete", b" space ", b"new\nline", "Größe-日本.txt".encode(), b"not utf-8 \xff", b"*", b"quote\"'\\", b"#hash"):
    write(b"jobs/odd/" + name, name)
with open("sparse", "wb") as file:
    file.seek(8 << 20)
    file.write(b"end")
write(b"acl", b"a")
entries = [(1, 6, -1), (2, 4, 1234), (4, 4, -1), (16, 4, -1), (32, 0, -1)]
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr("acl", "system.posix_acl_access", acl)
write(b"xattr", b"x")
os.setxattr("xattr", "user.origin", b"https://example.org/\0binary")
write(b"program", b"p", 0o755)
os.setxattr("program", "security.capability", struct.pack("<IIIII", 0x02000000, 1 << 10, 0, 0, 0))
os.setxattr("config.xml", "security.selinux", b"system_u:object_r:container_file_t:s0:c1,c2\0")
for top, folders, files in os.walk(b"."):
    for name in folders + files:
        if os.getuid() == 0 and os.path.exists("/proc/self/uid_map") and open("/proc/self/uid_map").read().split()[2] != "1":
            os.lchown(os.path.join(top, name), 1000, 1000)
os.chmod(b"program", 0o755)
os.setxattr("program", "security.capability", struct.pack("<IIIII", 0x02000000, 1 << 10, 0, 0, 0))
# What a group of the pod does to every folder.
os.chmod(b"jobs", 0o2775)
os.mkfifo(b"fifo")
os.makedirs(b"lost+found")
write(b"lost+found/#12", b"of the old file system")
for top, folders, files in os.walk(b".", topdown=False):
    for name in folders + files:
        os.utime(os.path.join(top, name), ns=(10**18, 10**18 + 123456789), follow_symlinks=False)
os.utime(b".", ns=(10**18, 10**18 + 5))
`;

/** Python that prints what is in a folder, by path; links to one file carry the same number. */
export const describeFolder = String.raw`
import hashlib, json, os, stat

links, found = {}, {}
for top, folders, files in os.walk(b"."):
    if top == b".":
        folders[:] = [name for name in folders if name != b"lost+found"]
        files[:] = [name for name in files if not name.startswith(b".jenkins-stack-migration")]
    folders.sort()
    for name in sorted(folders + files) + ([b"."] if top == b"." else []):
        path = os.path.join(top, name)
        status = os.lstat(path)
        entry = {"mode": oct(status.st_mode), "owner": [status.st_uid, status.st_gid], "time": status.st_mtime_ns}
        if stat.S_ISREG(status.st_mode):
            content = open(path, "rb").read()
            entry.update(size=status.st_size, blocks=status.st_blocks, content=hashlib.sha256(content).hexdigest())
            entry["links"] = links.setdefault(status.st_ino, len(links))
        if stat.S_ISLNK(status.st_mode):
            entry["target"] = repr(os.readlink(path))
        names = os.listxattr(path, follow_symlinks=False)
        entry["attributes"] = {name: os.getxattr(path, name, follow_symlinks=False).hex() for name in sorted(names)}
        found[repr(path)] = entry
print(json.dumps(found))
`;
