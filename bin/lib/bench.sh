# What the benchmarks in bin share: they source this file after build.sh.

BENCH=target/bench

# What is serialized, as PHP writes it: BENCH/documents/*.ser.
make_documents() {
  need php "the documents are PHP's"
  mkdir -p "$BENCH/documents"
  php bench/php/serialize_speed.php make "$BENCH/documents"
}

# The library's jar, if it was built.
library_jar() {
  find src/target -maxdepth 1 -name 'phpipc-*.jar' ! -name '*-tests.jar' 2> /dev/null || true
}

# Whether the library's jar can reach C by java.lang.foreign, which a jar that a JDK before 22 built cannot.
jar_fits_jdk() {
  [[ ! $("$JAVAC" -version 2>&1) =~ ^javac\ (2[2-9]|[3-9]) ]] || grep -q META-INF/versions/22 "$LIBRARY_JAR"
}

# Sets LIBRARY_JAR and BENCH_CLASS_PATH: the benchmarks, the built library and the libraries of both. Builds if
# something is newer.
build_benchmarks() {
  local built=$BENCH/built # made last: what is cut off is built anew
  LIBRARY_JAR=$(library_jar)
  if [ ! -e "$built" ] || ! jar_fits_jdk ||
    [ -n "$(find pom.xml src/pom.xml src/main bench/pom.xml bench/src -newer "$built" -print -quit)" ]; then
    say "building the benchmarks ..."
    rm -f "$LIBRARY_JAR"
    mkdir -p "$BENCH"
    package bench
    LIBRARY_JAR=$(library_jar)
    touch "$built"
  fi
  BENCH_CLASS_PATH="bench/target/classes:$LIBRARY_JAR:bench/target/libraries/*"
}
