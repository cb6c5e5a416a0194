package org.phpipc.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All of a run, as its JSON file has it. */
record Results(Environment environment, int rounds, int warmUpRounds, List<CaseResult> cases) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  static Results load(Path file) throws IOException {
    return GSON.fromJson(Files.readString(file), Results.class);
  }

  void save(Path file) throws IOException {
    Files.writeString(file, GSON.toJson(this) + "\n");
  }

  /** The cases of a workload, in the order of their arguments. */
  List<CaseResult> of(String workload) {
    return cases.stream().filter(result -> result.workload().equals(workload)).toList();
  }
}
