package org.phpipc.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a case gave.
 *
 * @param count how often a turn did it
 */
record CaseResult(String workload, int argument, String title, int count, List<SideResult> sides) {

  /** As the case is called at the prompt. */
  String name() {
    return Case.name(workload, argument);
  }

  Optional<SideResult> side(String name) {
    return sides.stream().filter(side -> side.name().equals(name)).findFirst();
  }

  /** The ratio of one side to the other, where there are both. */
  Optional<Spread> ratio(String name, String other) {
    return side(name).flatMap(one -> side(other).map(one::ratioTo));
  }
}
