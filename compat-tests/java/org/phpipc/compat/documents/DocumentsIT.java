package org.phpipc.compat.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phpipc.testing.Document;
import org.phpipc.testing.Document.Block;
import org.phpipc.testing.JavaSnippet;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Sandbox;
import org.phpipc.testing.Tool;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/**
 * What the documents show is true: code compiles and runs, commands print what is shown, links lead
 * somewhere.
 *
 * <p>In what is shown, a line {@code ...} stands for any lines and {@code …} for any text. Blanks
 * count as one.
 */
class DocumentsIT {
  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension static final Php php = new Php();

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private static final int LONGEST_README = 150;

  /**
   * Commands that no test can run, by how they begin, and why. They stand in blocks of {@code sh}.
   */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("bin/phpipc demo", "CommandLineIT runs the demo; here it would build the tool"),
          Map.entry("bin/test", "it runs this test"),
          Map.entry("bin/bench", "it measures for an hour"),
          Map.entry("bin/soak", "it runs for minutes"),
          Map.entry("bin/fuzz", "it runs for minutes"),
          Map.entry("bin/screenshot", "it needs tmux and watches for 20 seconds"),
          Map.entry("mvn ", "it builds what is tested here"),
          Map.entry("JAVA_HOME=", "it builds what is tested here"),
          Map.entry("docker ", "it needs a daemon and images"),
          Map.entry("source ", "PromptIT asks for completions in a terminal"),
          Map.entry("phpipc top", "TopCommandIT runs it in a terminal"),
          Map.entry("phpipc doctor", "its answer is this machine's: DoctorCommandIT"),
          Map.entry("phpipc list", "it shows what others have too: ListCommandIT"),
          Map.entry("phpipc remove", "WatchAndRemoveIT"),
          Map.entry("phpipc queue peek", "it runs until Ctrl-C: WatchAndRemoveIT"),
          Map.entry("phpipc queue stat", "it runs until Ctrl-C: WatchAndRemoveIT"));

  static Stream<Document> documents() {
    return Document.all().stream();
  }

  static Stream<Block> blocks(String... languages) {
    Set<String> wanted = new HashSet<>(Arrays.asList(languages));
    return documents()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> wanted.contains(block.language()));
  }

  static Stream<Block> javaBlocks() {
    return blocks("java").filter(block -> block.word("same-as").isEmpty());
  }

  static Stream<Block> phpBlocks() {
    return blocks("php").filter(block -> block.word("same-as").isEmpty());
  }

  static Stream<Block> consoleBlocks() {
    return blocks("console");
  }

  static Stream<Block> copiedBlocks() {
    return blocks("java", "php").filter(block -> block.word("same-as").isPresent());
  }

  static Stream<Block> xmlBlocks() {
    return blocks("xml");
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void javaCompilesAndPrintsWhatIsShown(Block block) throws Exception {
    try (Sandbox sandbox = new Sandbox(folder, kernel)) {
      List<String> command = JavaSnippet.of(sandbox.here(block.text())).compile(folder);
      String printed = sandbox.run(command);
      String shown = block.document().outputOf(block).map(Block::text).orElse("");
      assertThat(printed).matches(pattern(sandbox.here(shown)));
    }
  }

  @ParameterizedTest
  @MethodSource("copiedBlocks")
  void copiesAreThoseOfTheirFile(Block block) throws IOException {
    assertThat(block.text()).isEqualTo(Files.readString(Path.of(block.word("same-as").get())));
  }

  @ParameterizedTest
  @MethodSource("consoleBlocks")
  void commandsPrintWhatIsShown(Block block) throws Exception {
    try (Sandbox sandbox = new Sandbox(folder, kernel)) {
      for (Map.Entry<String, String> step : steps(block).entrySet()) {
        String command = sandbox.here(step.getKey().replace("bin/phpipc ", "phpipc "));
        String printed = sandbox.run(List.of("bash", "-c", command));
        assertThat(printed).describedAs(command).matches(pattern(sandbox.here(step.getValue())));
      }
    }
  }

  /** Each command of a session and what it prints. No command is there twice. */
  private static Map<String, String> steps(Block session) {
    Map<String, String> steps = new LinkedHashMap<>();
    String command = "";
    for (String line : session.text().lines().toList()) {
      if (line.startsWith("$ ")) {
        command = line.substring(2);
        assertThat(steps.put(command, "")).describedAs(command).isNull();
      } else {
        steps.merge(command, line + "\n", String::concat);
      }
    }
    return steps;
  }

  private static Pattern pattern(String shown) {
    String lines =
        shown
            .lines()
            .map(line -> line.equals("...") ? "(?:.*\n)*" : line(line) + "\n")
            .collect(Collectors.joining());
    return Pattern.compile(lines);
  }

  private static String line(String shown) {
    return Stream.of(shown.strip().split(" +"))
        .map(
            word ->
                Stream.of(word.split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")))
        .collect(Collectors.joining(" +", " *", " *"));
  }

  @Test
  void phpOfTheDocumentsIsCopiedFromFilesThatTestsRun() {
    assertThat(phpBlocks()).isEmpty();
  }

  @Test
  void everyCommandThatIsNotRunIsKnownWithItsReason() {
    assertThat(blocks("sh").flatMap(block -> block.text().lines()))
        .allSatisfy(line -> assertThat(NOT_RUN.keySet()).anyMatch(line::startsWith));
    assertThat(NOT_RUN.keySet())
        .allSatisfy(
            start ->
                assertThat(blocks("sh")).anyMatch(b -> ("\n" + b.text()).contains("\n" + start)));
  }

  @Test
  void everyOptionOfACommandThatIsNotRunExists() {
    List<String> commands =
        blocks("sh")
            .flatMap(block -> block.text().lines())
            .filter(line -> line.startsWith("phpipc "))
            .map(line -> line.replaceAll(" +#.*", ""))
            .toList();
    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      List<String> words = List.of(command.split(" "));
      List<String> nouns =
          words.stream().skip(1).takeWhile(word -> word.matches("[a-z][a-z-]*")).toList();
      List<String> help = new ArrayList<>(nouns);
      help.add("--help");
      String text = Tool.run(help.toArray(String[]::new)).text();
      assertThat(text).describedAs(command).contains("Usage: phpipc " + String.join(" ", nouns));
      assertThat(words.stream().filter(word -> word.startsWith("--")))
          .allSatisfy(option -> assertThat(text).containsPattern("\\Q" + option + "\\E\\b"));
    }
  }

  @Test
  void everyScriptThatIsNamedExists() {
    Pattern script = Pattern.compile("\\bbin/([a-z-]+)\\b");
    assertThat(documents().flatMap(document -> document.lines().stream()))
        .flatMap(line -> script.matcher(line).results().map(found -> found.group()).toList())
        .filteredOn(name -> !name.equals("bin/bench-"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Path.of(name)).isExecutable());
  }

  @Test
  void everyLanguageOfABlockIsKnown() {
    assertThat(documents().flatMap(document -> document.blocks().stream()))
        .allSatisfy(
            block ->
                assertThat(block.language())
                    .describedAs(block.toString())
                    .isIn("java", "php", "console", "sh", "xml", "text", ""));
  }

  @ParameterizedTest
  @MethodSource("xmlBlocks")
  void dependenciesAreThoseOfThisBuild(Block block) throws Exception {
    Element shown = xml(block.text());
    Element build = xml(Files.readString(Path.of("pom.xml")));
    assertThat(text(shown, "groupId")).isEqualTo(text(build, "groupId"));
    assertThat(text(shown, "version")).isEqualTo(text(build, "version"));
    assertThat(text(shown, "artifactId")).isIn("phpipc", "phpipc-testkit");
  }

  private static Element xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)))
        .getDocumentElement();
  }

  private static String text(Element parent, String name) {
    return parent.getElementsByTagName(name).item(0).getTextContent();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Document document) throws IOException {
    for (String link : document.links()) {
      if (!link.startsWith("https://")) {
        assertLeadsSomewhere(document, link);
      }
    }
  }

  private static void assertLeadsSomewhere(Document document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? document.file() : document.file().resolveSibling(parts[0]).normalize();
    assertThat(target).describedAs("%s in %s", link, document.file()).exists();
    if (parts.length == 2 && target.toString().endsWith(".md")) {
      assertThat(Document.read(target).anchors()).describedAs("%s", link).contains(parts[1]);
    } else if (parts.length == 2) {
      assertThat(parts[1]).matches("L\\d+");
      assertThat(Files.readAllLines(target).size())
          .isGreaterThanOrEqualTo(Integer.parseInt(parts[1].substring(1)));
    }
  }

  @Test
  void readmeIsShort() {
    assertThat(Document.read(Path.of("README.md")).lines())
        .hasSizeLessThanOrEqualTo(LONGEST_README);
  }

  @Test
  void everyDocumentIsInTheIndex() {
    List<String> index = Document.read(Path.of("docs/README.md")).links();
    assertThat(documents().map(Document::file).filter(file -> file.startsWith("docs")))
        .map(file -> file.getFileName().toString())
        .filteredOn(name -> !name.equals("README.md"))
        .allSatisfy(name -> assertThat(index).contains(name));
  }

  @Test
  void everyClassThatIsNamedWithItsPackageExists() {
    Pattern name = Pattern.compile("org\\.phpipc\\.[a-z]+\\.[A-Z]\\w+");
    assertThat(documents().flatMap(document -> document.codes().stream()))
        .filteredOn(code -> name.matcher(code).matches())
        .isNotEmpty()
        .allSatisfy(code -> assertThat(Class.forName(code)).isNotNull());
  }
}
