package org.phpipc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown document of this repository: its fenced blocks, its headings, its links. */
public record Document(Path file, List<String> lines) {
  private static final Pattern FENCE = Pattern.compile("^```(\\w*) *(.*)$");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * A fenced block.
   *
   * @param words what stands behind the language: invisible to readers, for the tests
   */
  public record Block(
      Document document, int line, String language, List<String> words, String text) {

    public boolean has(String word) {
      return words.contains(word);
    }

    /** The value of a word {@code name=value}. */
    public Optional<String> word(String name) {
      return words.stream()
          .filter(word -> word.startsWith(name + "="))
          .map(word -> word.substring(name.length() + 1))
          .findFirst();
    }

    @Override
    public String toString() {
      return document.file + ":" + line;
    }
  }

  /** Every document that this project has written. */
  public static List<Document> all() {
    List<Document> all = new ArrayList<>();
    for (String name : List.of("README", "CONTRIBUTING", "SECURITY", "CHANGELOG")) {
      all.add(read(Path.of(name + ".md")));
    }
    all.add(read(Path.of("php-interop/README.md")));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Document::read)
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  public static Document read(Path file) {
    try {
      return new Document(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      Matcher fence = FENCE.matcher(lines.get(i));
      int start = ++i;
      if (!fence.matches()) {
        continue;
      }
      while (!lines.get(i).equals("```")) {
        i++;
      }
      String text = String.join("\n", lines.subList(start, i)) + "\n";
      blocks.add(new Block(this, start, fence.group(1), List.of(fence.group(2).split(" ")), text));
      i++;
    }
    return blocks;
  }

  /** The block that shows what a block prints: the next one, where it is marked so. */
  public Optional<Block> outputOf(Block block) {
    return blocks().stream()
        .filter(next -> next.line > block.line)
        .findFirst()
        .filter(next -> next.language.equals("text") && next.has("output"));
  }

  /** What a heading is called in links, as GitHub makes it. */
  public List<String> anchors() {
    return prose().stream()
        .flatMap(line -> HEADING.matcher(line).results())
        .map(heading -> anchor(heading.group(1)))
        .toList();
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .replaceAll("[^\\w\\- ]", "")
        .replace(' ', '-');
  }

  /** The targets of links and pictures. */
  public List<String> links() {
    return prose().stream().flatMap(line -> groups(LINK, line)).toList();
  }

  /** What stands between backticks. */
  public List<String> codes() {
    return prose().stream().flatMap(line -> groups(CODE, line)).toList();
  }

  private static Stream<String> groups(Pattern pattern, String line) {
    return pattern.matcher(line).results().map((MatchResult found) -> found.group(1));
  }

  /** The lines outside of fenced blocks. */
  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        prose.add(line);
      }
    }
    return prose;
  }
}
