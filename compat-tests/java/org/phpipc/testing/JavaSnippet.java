package org.phpipc.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A Java block of a document. One without a {@code main} is imports and statements: the statements
 * become a {@code main}, as the guide says.
 */
public record JavaSnippet(String className, String source) {
  private static final Pattern MAIN_CLASS =
      Pattern.compile("public class (\\w+) \\{.*static void main\\(", Pattern.DOTALL);

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  public static JavaSnippet of(String text) {
    Matcher whole = MAIN_CLASS.matcher(text);
    if (whole.find()) {
      return new JavaSnippet(whole.group(1), text);
    }
    String imports = lines(text, true);
    String statements = lines(text, false);
    return new JavaSnippet(
        "Snippet",
        imports
            + "\npublic class Snippet {\n"
            + "public static void main(String[] args) throws Exception {\n"
            + statements
            + "\n}\n}\n");
  }

  private static String lines(String text, boolean imports) {
    return text.lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n"));
  }

  /** Compiles it into a folder, and gives the command that runs it. */
  public List<String> compile(Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve(className + ".java"), source);
    String classPath = absolute(System.getProperty("java.class.path"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        compiler.run(
            null, null, errors, "-nowarn", "-cp", classPath, "-d", "" + folder, file.toString());
    if (result != 0) {
      throw new AssertionError(errors.toString(StandardCharsets.UTF_8) + "\n" + source);
    }
    List<String> command = new ArrayList<>(List.of(JAVA, "--enable-native-access=ALL-UNNAMED"));
    Optional.ofNullable(System.getProperty("phpipc.binding"))
        .ifPresent(binding -> command.add("-Dphpipc.binding=" + binding));
    command.addAll(List.of("-cp", classPath + ":" + folder, className));
    return command;
  }

  private static String absolute(String classPath) {
    return List.of(classPath.split(":")).stream()
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(":"));
  }
}
