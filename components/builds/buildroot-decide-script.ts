/**
 * Says what a changed configuration makes of an output folder, one line a finding: `clean <reason>`,
 * `package <name> <reason>`, or `added <name>`. No line means that an incremental build is right.
 *
 * Called as `awk -f decide.awk -v before=<folder> -v now=<folder>`; both hold `config` (symbol and value a line),
 * `packages` (a name a line), `external` (`<hash> <number>/<path>` a line).
 *
 * Buildroot never builds a package again by itself: neither for an option, a patch or a dependency of it. Its rules
 * follow from what the manual says of full builds, and where that says nothing from the cautious side:
 *
 * - An option that belongs to no package is of the architecture, the toolchain or the skeleton: everything goes. So does
 *   everything for an option of what the toolchain is made of.
 * - A package that is gone would stay in the image: everything goes.
 * - Options that a plain `make` looks at anyway change nothing: image formats, overlay, the scripts after the build.
 *
 * @see https://buildroot.org/downloads/manual/manual.html#full-rebuild
 */
export const buildrootDecideScript = `
function load(file, into,   line, at) {
  while ((getline line < file) > 0) {
    at = index(line, " ")
    if (at) into[substr(line, 1, at - 1)] = substr(line, at + 1)
    else into[line] = ""
  }
  close(file)
}

# The listing has the hash first, because a path may have spaces in it.
function load_listing(file, into,   line, at) {
  while ((getline line < file) > 0) {
    at = index(line, " ")
    into[substr(line, at + 1)] = substr(line, 1, at - 1)
  }
  close(file)
}

function option_prefix(name) {
  if (name == "linux") return "LINUX_KERNEL"
  name = toupper(name)
  gsub(/[^A-Z0-9]/, "_", name)
  return name
}

# Longest name wins: BR2_PACKAGE_PYTHON3_SSL is python3's, not python's.
function owner(symbol,   rest) {
  rest = symbol
  if (!sub(/^BR2_(PACKAGE|TARGET)_/, "", rest) && !sub(/^BR2_LINUX_KERNEL/, "LINUX_KERNEL", rest)) return ""
  while (rest != "") {
    if (rest in named) return named[rest]
    if (!sub(/_[^_]*$/, "", rest)) return ""
  }
  return ""
}

function plain_make_sees(symbol) {
  return symbol ~ /^BR2_(DL_DIR|JLEVEL|DEFCONFIG|HOST_DIR|EXTERNAL.*|CCACHE_DIR|CCACHE_INITIAL_SETUP|GLOBAL_PATCH_DIR|VERSION.*|(PRIMARY|BACKUP)_SITE.*|KERNEL_MIRROR|GNU_MIRROR|CPAN_MIRROR|LUAROCKS_MIRROR|ROOTFS_(OVERLAY|POST_.*|DEVICE_TABLE|STATIC_DEVICE_TABLE|USERS_TABLES)|TARGET_ROOTFS_.*)$/
}

# Which package provides a virtual one shows in the packages themselves.
function says_who_provides(symbol) {
  return symbol ~ /^BR2_PACKAGE_(HOST_)?(HAS|PROVIDES)_/
}

function of_toolchain(name) {
  return name ~ /^(toolchain.*|skeleton.*|host-skeleton|glibc|musl|uclibc|linux-headers|host-binutils|host-gcc-.*)$/
}

function clean(reason) { print "clean " reason }
function again(name, reason) {
  if (of_toolchain(name)) clean(reason " of " name ", which everything is built with")
  else print "package " name " " reason
}

# The package whose folder a file of an external tree is in: the nearest with a makefile of its own name.
function folder_owner(path,   folder, name) {
  folder = path
  while (sub(/\\/[^\\/]*$/, "", folder)) {
    name = folder
    sub(/^.*\\//, "", name)
    if ((folder "/" name ".mk") in files_before || (folder "/" name ".mk") in files_now) return name
  }
  return ""
}

function option_changed(symbol,   name) {
  if (plain_make_sees(symbol) || says_who_provides(symbol)) return
  if (symbol ~ /^patches\\//) {
    name = symbol
    sub(/^patches\\//, "", name)
    if (name in packages_before && name in packages_now) again(name, "other patches")
    return
  }
  name = owner(symbol)
  if (name == "") clean("another " symbol)
  else if (!(name in packages_before) || !(name in packages_now)) return
  else if (name == "linux" && ("BR2_KERNEL_HEADERS_AS_KERNEL" in now_options) && symbol ~ /VERSION|TARBALL|REPO|PATCH/)
    clean("another " symbol ", and the toolchain has the headers of this kernel")
  else again(name, "another " symbol)
}

function file_changed(path,   name) {
  name = folder_owner(path)
  if (name != "") {
    if (name in packages_before && name in packages_now) again(name, "another " path)
  } else if (path ~ /\\.mk$/) clean("another " path)
}

BEGIN {
  load(before "/config", before_options); load(now "/config", now_options)
  load(before "/packages", packages_before); load(now "/packages", packages_now)
  load_listing(before "/external", files_before); load_listing(now "/external", files_now)

  for (name in packages_before) named[option_prefix(name)] = name
  for (name in packages_now) named[option_prefix(name)] = name

  for (name in packages_before)
    if (!(name in packages_now) && name !~ /^host-/) clean("no " name " any more, which would stay in the image")
  # What can use a new package uses it once it is built again; nothing may have known it before.
  for (name in packages_now)
    if (!(name in packages_before)) print "added " name

  for (symbol in before_options)
    if (!(symbol in now_options) || before_options[symbol] != now_options[symbol]) option_changed(symbol)
  for (symbol in now_options)
    if (!(symbol in before_options)) option_changed(symbol)

  for (path in files_before)
    if (!(path in files_now) || files_before[path] != files_now[path]) file_changed(path)
  for (path in files_now)
    if (!(path in files_before)) file_changed(path)
}
`;
