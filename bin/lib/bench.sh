# What the benchmarks in bin share: they source this file after build.sh.

BENCH=target/bench

# Fetches the libraries of src/jmh/pom.xml where they are missing or older than it.
fetch_libraries() {
  [ "$BENCH/libraries" -nt src/jmh/pom.xml ] && return
  rm -rf "$BENCH/libraries"
  mvn -q -B -f src/jmh/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$PWD/$BENCH/libraries"
}

# Java reaches C by java.lang.foreign from 22 on, which a jar that an older JDK built does not have.
build_tool_with_foreign_binding() {
  build_tool
  if [[ $("$JAVAC" -version 2>&1) =~ ^javac\ (2[2-9]|[3-9]) ]] && ! grep -q META-INF/versions/22 "$TOOL_JAR"; then
    rm "$TOOL_JAR"
    build_tool
  fi
}

# What is serialized, as PHP writes it: BENCH/documents/*.ser.
make_documents() {
  need php "the documents are PHP's"
  mkdir -p "$BENCH/documents"
  php src/jmh/php/serialize_speed.php make "$BENCH/documents"
}

# Sets BENCH_CLASS_PATH: the built library, the benchmarks and their libraries. Compiles where something is newer.
build_benchmarks() {
  need_jdk_and_maven
  build_tool_with_foreign_binding
  fetch_libraries
  BENCH_CLASS_PATH="$TOOL_JAR:$BENCH/classes:$BENCH/libraries/*"
  local whole=$BENCH/classes/.whole # made last: what is cut off is compiled anew
  if [ -e "$whole" ] && [ -z "$(find src/jmh/java src/jmh/pom.xml "$TOOL_JAR" -newer "$whole" -print -quit)" ]; then
    return
  fi
  rm -rf "$BENCH/classes"
  mkdir -p "$BENCH/classes"
  find src/jmh/java -name '*.java' -print0 | xargs -0 "$JAVAC" --release 17 -nowarn \
    -processorpath "$(echo "$BENCH"/libraries/jmh-*.jar | tr ' ' ':')" \
    -cp "$BENCH_CLASS_PATH" -d "$BENCH/classes"
  touch "$whole"
}
