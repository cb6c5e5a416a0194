package org.phpipc.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.phpipc.libc.ProcessLibc;
import org.phpipc.libc.ProcessLibc.FileAction;
import org.phpipc.libc.abi.ProcessFlags;

/**
 * What a child has under which number: the three standard descriptors of this process unless they
 * are replaced, those that are named here, and no other.
 *
 * <p>The child closes by number, not by a list of what is open here: other threads open and close
 * meanwhile, and the table may be too full to make a list.
 */
final class ChildDescriptors {
  private static final int STANDARD_DESCRIPTORS = 3;
  private static final Path OPEN_DESCRIPTORS = Path.of("/proc/self/fd");

  /** How many numbers above the highest that is open an older C library closes as well. */
  private static final int MARGIN = 256;

  /** The highest number that an older C library closes if nothing can be listed. */
  private static final int MOST_UNLISTED = 1 << 16;

  private final Map<Integer, Integer> sources = new TreeMap<>();
  private final Map<Integer, FileAction.Open> files = new TreeMap<>();

  /** The child's descriptor {@code target} is {@code source} of this process. */
  void put(int target, int source) {
    sources.put(target, source);
  }

  /** The child's descriptor is a file that it opens. */
  void put(FileAction.Open file) {
    files.put(file.fd(), file);
  }

  /**
   * What the child does, in order.
   *
   * @param closesFrom whether the C library can close all descriptors from a number on
   */
  List<FileAction> actions(boolean closesFrom) {
    TreeSet<Integer> targets = new TreeSet<>(sources.keySet());
    targets.addAll(files.keySet());
    int above = targets.isEmpty() ? 0 : targets.last() + 1;
    int first = Math.max(STANDARD_DESCRIPTORS, above);
    List<FileAction> actions = new ArrayList<>(duplications(targets, first));
    for (int number = STANDARD_DESCRIPTORS; number < first; number++) {
      if (!targets.contains(number)) {
        actions.add(new FileAction.Close(number));
      }
    }
    actions.addAll(closing(first, closesFrom));
    actions.addAll(files.values());
    return actions;
  }

  /** The C library refuses numbers from the limit on, where nothing can be opened anyway. */
  private static List<FileAction> closing(int first, boolean closesFrom) {
    long limit = ProcessLibc.get().sysconf(ProcessFlags.SC_OPEN_MAX);
    if (first >= limit) {
      return List.of();
    } else if (closesFrom) {
      return List.of(new FileAction.CloseFrom(first));
    }
    return IntStream.range(first, (int) Math.min(limit, endOfOpen()))
        .<FileAction>mapToObj(FileAction.Close::new)
        .toList();
  }

  /** A number that is above all that are open, and above what is opened in the meantime. */
  private static int endOfOpen() {
    String[] names = OPEN_DESCRIPTORS.toFile().list();
    return names == null
        ? MOST_UNLISTED
        : MARGIN + Arrays.stream(names).mapToInt(Integer::parseInt).max().orElse(0);
  }

  /**
   * Sources that are targets of others as well are copied above all targets first: otherwise the
   * second of two descriptors that change places would be the first.
   */
  private List<FileAction> duplications(Set<Integer> targets, int above) {
    List<FileAction> actions = new ArrayList<>();
    Map<Integer, Integer> copies = new HashMap<>();
    Set<Integer> taken = new HashSet<>(sources.values());
    sources.forEach(
        (target, source) -> {
          if (!source.equals(target) && targets.contains(source) && !copies.containsKey(source)) {
            int copy = above;
            while (!taken.add(copy)) {
              copy++;
            }
            copies.put(source, copy);
            actions.add(new FileAction.Dup2(source, copy));
          }
        });
    sources.forEach(
        (target, source) -> {
          boolean stays = source.equals(target);
          int from = stays ? source : copies.getOrDefault(source, source);
          actions.add(new FileAction.Dup2(from, target));
        });
    return actions;
  }
}
