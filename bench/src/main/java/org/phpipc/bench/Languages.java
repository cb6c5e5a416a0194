package org.phpipc.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The languages of a run. The first of them that knows a case says how long a turn is. */
record Languages(Language c, Language php, List<Language> phpipc, List<Language> peers) {
  static Languages in(Path programs, Path scripts) {
    return new Languages(
        Language.c(programs), Language.php(scripts), Language.phpipc(), Language.peers());
  }

  List<Language> all() {
    List<Language> all = new ArrayList<>(List.of(c, php));
    all.addAll(phpipc);
    all.addAll(peers);
    return all;
  }
}
