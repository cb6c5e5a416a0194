package org.phpipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandTreeTest {
  @Command(name = "root")
  private static final class Root {}

  private static Map<String, CommandLine> commands(String... args) {
    CommandLine root = new CommandLine(new Root());
    CommandTree.addTo(root, args);
    return root.getSubcommands();
  }

  @Test
  void onlyTheNamedCommandIsRead() {
    assertThat(commands("--debug", "key", "list", "a")).containsOnlyKeys("key");
    Map<String, CommandLine> queue = commands("queue", "--debug", "peek", "0x51");
    assertThat(queue).containsOnlyKeys("queue");
    assertThat(queue.get("queue").getSubcommands()).containsKey("peek").doesNotContainKey("move");
  }

  @Test
  void withoutANameOrWithAnUnknownOneAllAreRead() {
    assertThat(commands("--help")).containsKeys("demo", "completion");
    assertThat(commands("lost")).containsOnlyKeys(commands().keySet());
    assertThat(commands().get("queue").getSubcommands()).containsKeys("send", "restore");
    assertThat(commands("queue", "pek").get("queue").getSubcommands()).containsKeys("peek", "save");
  }
}
