package org.phpipc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Compares C, PHP, phpipc and its peers, prints a table for each case, and keeps all of it as
 * {@code results.json} and {@code results.md}.
 *
 * <p>Arguments: folder of the C programs and the results, folder of the PHP scripts, how many
 * rounds, and which cases: a workload or {@code workload:argument}; none means all.
 */
public final class Bench {
  private Bench() {}

  /** Runs the cases one after the other. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Languages languages = Languages.in(folder, Path.of(args[1]));
    int rounds = Integer.parseInt(args[2]);
    List<Case> cases = called(List.of(args).subList(3, args.length));
    IpcKeys keys = new IpcKeys();
    Runtime.getRuntime().addShutdownHook(new Thread(keys::removeObjects));
    Environment environment = Environment.current();
    System.out.println(Markdown.heading(environment, rounds, Comparison.WARM_UP_ROUNDS));
    List<CaseResult> done = new ArrayList<>();
    for (Case subject : cases) {
      done.add(Comparison.of(subject, languages, keys, rounds));
      System.out.println(Markdown.table(done.get(done.size() - 1)));
      Results results = new Results(environment, rounds, Comparison.WARM_UP_ROUNDS, done);
      results.save(folder.resolve("results.json"));
      Files.writeString(folder.resolve("results.md"), Markdown.of(results));
    }
  }

  private static List<Case> called(List<String> words) {
    for (String word : words) {
      if (Case.all().stream().noneMatch(subject -> subject.isCalled(word))) {
        System.err.printf(
            Locale.ROOT,
            "no workload %s: one of %s%n",
            word,
            Case.all().stream().map(Case::name).toList());
        System.exit(2);
      }
    }
    Predicate<Case> named = subject -> words.stream().anyMatch(subject::isCalled);
    return Case.all().stream().filter(words.isEmpty() ? subject -> true : named).toList();
  }
}
