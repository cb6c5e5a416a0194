package org.phpipc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs every input that fuzzing has kept. */
class CorpusIT {

  @ParameterizedTest
  @FieldSource("org.phpipc.fuzz.FuzzTarget#ALL")
  void everyInputEndsAsItMay(FuzzTarget target) throws Exception {
    List<Path> corpus = target.corpus();
    assertThat(corpus).isNotEmpty();
    for (Path input : corpus) {
      target.run().accept(Files.readAllBytes(input));
    }
  }
}
