package org.phpipc.swoole;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The generations that a packet may be of.
 *
 * @param candidates oldest first; none if the bytes are no packet
 */
public record Detection(List<WireGeneration> candidates) {

  /** Keeps a copy. */
  public Detection {
    candidates = List.copyOf(candidates);
  }

  /** Whether more than one generation may have made it. */
  public boolean isAmbiguous() {
    return candidates.size() > 1;
  }

  /** The generation, where there is only one. */
  public Optional<WireGeneration> only() {
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  /** Such as {@code 4.8.0 to 6.0}, or {@code 1.8.7 to 4.0 or 4.1.0 to 4.2.12}. */
  @Override
  public String toString() {
    return candidates.isEmpty()
        ? "no generation"
        : candidates.stream().map(WireGeneration::releases).collect(Collectors.joining(" or "));
  }
}
