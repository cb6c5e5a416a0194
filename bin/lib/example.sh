# phpipc example NAME [ARGUMENTS]: compiles and runs examples/NAME.java. bin/phpipc sources this file in the project's root.

examples() {
  find examples -name '*.java' ! -name Start.java -printf '%f\n' | sed 's/\.java$//' | sort
}

run_example() {
  local name="${1:-}"
  if [ ! -f "examples/$name.java" ] || [ "$name" = Start ]; then
    say "usage: phpipc example NAME [ARGUMENTS], where NAME is one of"
    examples | sed 's/^/  /' >&2
    say "Without ARGUMENTS a new file gives the key. php-interop/examples/NAME.php is the same in PHP."
    exit 2
  fi
  shift
  build_tool
  local classes=target/examples
  if [ -z "$(find "$classes" -name "$name.class" -newer "examples/$name.java" -newer "$TOOL_JAR" 2> /dev/null)" ]; then
    need "$JAVAC" "the examples are compiled first (set JAVA_HOME, or install default-jdk)"
    "$JAVAC" -nowarn -cp "$TOOL_JAR" -d "$classes" examples/*.java
  fi
  local class_path
  class_path="$(readlink -f "$TOOL_JAR"):$(readlink -f "$classes")"
  local -a command=("$JAVA" --enable-native-access=ALL-UNNAMED -cp "$class_path" "$name")
  cd "$here"
  if [ $# -gt 0 ]; then
    exec "${command[@]}" "$@"
  fi
  local folder
  folder=$(mktemp -d)
  touch "$folder/key"
  local status=0
  "${command[@]}" "$folder/key" || status=$?
  rm -rf "$folder"
  exit "$status"
}
