package org.phpipc.bench;

import java.util.Locale;
import java.util.Optional;

/** Results as tables for people. */
final class Markdown {
  private Markdown() {}

  static String of(Results results) {
    StringBuilder text =
        new StringBuilder(heading(results.environment(), results.rounds(), results.warmUpRounds()));
    results.cases().forEach(result -> text.append('\n').append(table(result)));
    return text.toString();
  }

  static String heading(Environment environment, int rounds, int warmUpRounds) {
    return String.format(
        Locale.ROOT,
        "%s\n\n%d rounds after %d to warm up. ns: median (lowest to highest). Ratios within a round: median (quartiles).\n",
        environment,
        rounds,
        warmUpRounds);
  }

  static String table(CaseResult result) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "**%s**: %s\n\n", result.name(), result.title()));
    text.append("| side | ns | to C | to PHP | bytes allocated |\n|---|---|---|---|---|\n");
    for (SideResult side : result.sides()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s |\n",
              side.name(),
              nanos(side.spread()),
              ratio(result.ratio(side.name(), Language.C)),
              ratio(result.ratio(side.name(), Language.PHP)),
              side.allocatedBytes() == null ? "" : format("%.0f", side.allocatedBytes())));
    }
    return text.toString();
  }

  private static String nanos(Spread spread) {
    return format("%.0f (%.0f to %.0f)", spread.median(), spread.lowest(), spread.highest());
  }

  private static String ratio(Optional<Spread> ratio) {
    return ratio
        .map(r -> format("%.2f (%.2f to %.2f)", r.median(), r.lowerQuartile(), r.upperQuartile()))
        .orElse("");
  }

  private static String format(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
