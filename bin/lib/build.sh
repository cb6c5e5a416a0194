# What the commands in bin share: they run in the project's root and source this file.

JAVA="${JAVA_HOME:+$JAVA_HOME/bin/}java"
JAVAC="${JAVA_HOME:+$JAVA_HOME/bin/}javac"

# Java takes arguments and file names as text: without a locale that knows UTF-8 they would suffer.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

say() {
  echo "$@" >&2
}

# need COMMAND REASON: ends with a sentence where the command is missing.
need() {
  command -v "$1" > /dev/null || {
    say "$1 is needed: $2"
    exit 1
  }
}

need_jdk_and_maven() {
  need "$JAVAC" "phpipc is built with a JDK, 17 or newer (set JAVA_HOME, or install default-jdk)"
  need mvn "phpipc is built with Maven (install maven)"
}

# The all-in-one jar, if it was built.
tool_jar() {
  find cli/target -maxdepth 1 -name 'phpipc-cli-*-all.jar' 2> /dev/null || true
}

# Sets TOOL_JAR, the all-in-one jar, and builds it if it is missing or older than its sources.
build_tool() {
  TOOL_JAR=$(tool_jar)
  if [ -n "$TOOL_JAR" ] &&
    [ -z "$(find pom.xml src/pom.xml src/main cli/pom.xml cli/src/main php-interop examples -newer "$TOOL_JAR" -print -quit)" ]; then
    return
  fi
  say "building phpipc (this happens once) ..."
  package cli
  TOOL_JAR=$(tool_jar)
  touch "$TOOL_JAR" # Maven leaves a jar as it is if no class has changed.
}

# package MODULE: builds a module and the modules that it needs, without their tests. Maven's output is shown if it fails.
package() {
  need_jdk_and_maven
  mkdir -p target
  if ! mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$1" -am package > target/build.log 2>&1; then
    cat target/build.log >&2
    say "the build failed"
    exit 1
  fi
}

# Compiles everything and sets TEST_CLASS_PATH: all modules with their tests, and their libraries.
compile_tests() {
  need_jdk_and_maven
  mkdir -p target
  mvn -q -B -Dspotless.check.skip=true test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$PWD/target/test-classpath"
  TEST_CLASS_PATH="compat-tests/target/test-classes:$(cat target/test-classpath)"
}

# share_classes JAR: sets SHARING, the options by which this Java starts faster from an archive of the classes
# that common commands load, beside the jar. It is made where it is missing or older than the jar.
share_classes() {
  local java archive
  java=$(readlink -f "$(type -P "$JAVA")")
  java=${java%/*}
  archive=${1%/*}/classes${java//\//-}.jsa
  SHARING=(-Xshare:auto -XX:+UseSerialGC)
  if [ ! "$archive" -nt "$1" ]; then
    archive_classes "$1" "$archive" || return 0
  fi
  SHARING+=(-XX:SharedArchiveFile="$archive" -Xlog:disable)
}

# archive_classes JAR ARCHIVE. A static archive: a dynamic one does not take picocli, whose classes have an old format.
archive_classes() {
  local scratch="$2.$$" command status=0
  for command in "key / a" "list" "queue list --json" "--help"; do
    # shellcheck disable=SC2086 # the words of the command
    "$JAVA" "${SHARING[@]}" -XX:DumpLoadedClassList="$scratch.run" -jar "$1" $command > /dev/null 2>&1 || true
    cat "$scratch.run" >> "$scratch.all" 2> /dev/null || true
  done
  awk '!seen[$0]++' "$scratch.all" > "$scratch.classes" 2> /dev/null &&
    "$JAVA" "${SHARING[@]}" -Xshare:dump -XX:SharedClassListFile="$scratch.classes" \
      -XX:SharedArchiveFile="$scratch" -Xlog:disable -jar "$1" > /dev/null 2>&1 &&
    mv "$scratch" "$2" 2> /dev/null || status=1
  rm -f "$scratch" "$scratch".*
  return "$status"
}
