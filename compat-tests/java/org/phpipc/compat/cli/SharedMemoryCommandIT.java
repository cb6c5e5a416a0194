package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** {@code phpipc shm} as a process, with PHP on the other end. */
class SharedMemoryCommandIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();
  private final String name = key.toString();

  private void inPhp(String code) {
    php.run("$s = shm_attach(" + key.value() + ", 256, 0600); " + code + " unset($s);");
  }

  @Test
  void variablePutAtThePromptIsGotByPhp() {
    assertThat(Tool.run("shm", "put", name, "1", "Größe", "--create").exit()).isEqualTo(DONE);
    String array = "{\"t\":\"array\",\"items\":[[{\"t\":\"int\",\"v\":\"0\"},{\"t\":\"null\"}]]}";
    assertThat(Tool.run("shm", "put", name, "2", array, "--json").exit()).isEqualTo(DONE);
    Tool.runWith("d:0.5;".getBytes(US_ASCII), "shm", "put", "--raw", name, "--", "-3", "-");
    php.run("$s = shm_attach(" + key.value() + ");");
    assertThat(php.call("[shm_get_var($s, 1), shm_get_var($s, 2), shm_get_var($s, -3)]").value())
        .isEqualTo(php.call("['Größe', [null], 0.5]").value());
    assertThat(SharedSegment.open(key).size()).isEqualTo(SharedVariables.DEFAULT_BYTES);
    php.run("unset($s);");
  }

  @Test
  void variablePutByPhpIsPrintedInEveryForm() {
    inPhp("shm_put_var($s, 7, ['a' => [1, true]]);");
    assertThat(Tool.run("shm", "get", name, "7").text()).isEqualTo("[\"a\" => [1, true]]\n");
    assertThat(Tool.run("shm", "get", name, "7", "--raw").out())
        .isEqualTo(php.call("['a' => [1, true]]").bytes());
    JsonObject json = Tool.run("shm", "get", name, "7", "--json").json();
    assertThat(json.get("variable").getAsLong()).isEqualTo(7);
    assertThat(json.getAsJsonObject("json").get("t").getAsString()).isEqualTo("array");
  }

  @Test
  void missingVariableIsRefused() {
    inPhp("");
    Tool.Result got = Tool.run("shm", "get", name, "5");
    assertThat(got.exit()).isEqualTo(REFUSED);
    assertThat(got.err()).startsWith("phpipc: no variable 5 in segment with key " + name);
    assertThat(Tool.run("shm", "remove-var", name, "5").exit()).isEqualTo(REFUSED);
    assertThat(Tool.run("shm", "put", kernel.freeKey().toString(), "1", "x").exit())
        .isEqualTo(REFUSED);
  }

  @Test
  void valueThatDoesNotFitIsRefusedAndTheOldOneStays() {
    inPhp("shm_put_var($s, 1, 'old');");
    Tool.Result put = Tool.run("shm", "put", name, "1", "x".repeat(300));
    assertThat(put.exit()).isEqualTo(REFUSED);
    assertThat(put.err()).contains("variable 1 needs 344 bytes, and 168 are free");
    assertThat(Tool.run("shm", "get", name, "1").text()).isEqualTo("\"old\"\n");
  }

  @Test
  void removedVariableAndSegmentAreGoneForPhp() {
    inPhp("shm_put_var($s, 1, 'a'); shm_put_var($s, 2, 'b');");
    assertThat(Tool.run("shm", "remove-var", name, "1").exit()).isEqualTo(DONE);
    php.run("$s = shm_attach(" + key.value() + ");");
    assertThat(php.call("[shm_has_var($s, 1), shm_has_var($s, 2)]").value())
        .isEqualTo(php.call("[false, true]").value());
    php.run("unset($s);");
    assertThat(Tool.run("shm", "remove", name).exit()).isEqualTo(DONE);
    assertThat(SharedSegment.exists(key)).isFalse();
    assertThat(Tool.run("shm", "remove", name).exit()).isEqualTo(REFUSED);
  }

  @Test
  void dumpDrawsWhatPhpWrote() {
    inPhp("shm_put_var($s, 1, 'hello'); shm_put_var($s, -2, 5);");
    List<String> lines = Tool.run("shm", "dump", name).lines();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).startsWith("segment with key " + name).endsWith(", 256 bytes");
    assertThat(lines.get(1)).matches("OFFSET +PART +KEY +LENGTH +PADDING +CONTENT");
    assertThat(lines.get(2))
        .matches("0 +header +magic \"PHP_SM.x00\", start 40, end 128, free 128, total 256");
    assertThat(lines.get(3)).matches("40 +chunk +1 +12 +12 +\"hello\"");
    assertThat(lines.get(4)).matches("88 +chunk +-2 +4 +12 +5");
    assertThat(lines.get(5)).matches("128 +free +128");
    JsonObject json = Tool.run("shm", "dump", name, "--json").json();
    assertThat(json.getAsJsonObject("header").get("free").getAsLong()).isEqualTo(128);
    assertThat(json.getAsJsonArray("chunks")).hasSize(2);
    assertThat(json.has("damage")).isFalse();
  }

  @Test
  void dumpMarksDamageAndShowsWhatIsSound() {
    inPhp("shm_put_var($s, 1, 'hello'); shm_put_var($s, -2, 5);");
    php.run("shmop_write(shmop_open(" + key.value() + ", 'w', 0, 0), pack('q', 12), 88 + 16);");
    Tool.Result dump = Tool.run("shm", "dump", name);
    assertThat(dump.exit()).isEqualTo(DONE);
    assertThat(dump.text())
        .contains("\"hello\"")
        .containsPattern("88 +DAMAGED .* the chunk at 88 of 128 has size 12\n");
    JsonObject json = Tool.run("shm", "dump", name, "--json").json();
    assertThat(json.get("damage_offset").getAsLong()).isEqualTo(88);
    assertThat(Tool.run("shm", "get", name, "-2").exit()).isNotEqualTo(DONE);
  }

  @Test
  void dumpOfAForeignSegmentNamesItsMagicAndGetRefusesIt() {
    php.run("shmop_write(shmop_open(" + key.value() + ", 'n', 0600, 64), \"other\\0data\", 0);");
    String reason = "is not PHP's: it begins with \"other\\x00d\", not \"PHP_SM\\x00\"";
    assertThat(Tool.run("shm", "dump", name).text()).contains("0       DAMAGED").contains(reason);
    Tool.Result get = Tool.run("shm", "get", name, "1");
    assertThat(get.exit()).isEqualTo(REFUSED);
    assertThat(get.err()).contains(reason).hasLineCount(1);
  }

  @Test
  void savedSegmentIsRestoredForPhpByteForByte(@TempDir Path folder) throws IOException {
    inPhp("shm_put_var($s, 1, ['a' => \"\\0\\xff\"]);");
    String file = folder.resolve("saved").toString();
    assertThat(Tool.run("shm", "save", name, file).exit()).isEqualTo(DONE);
    assertThat(Tool.run("shm", "save", name, file).err()).contains("it exists already");
    byte[] bytes = Files.readAllBytes(Path.of(file));
    assertThat(bytes).hasSize(256);
    assertThat(Tool.run("shm", "remove", name).exit()).isEqualTo(DONE);
    assertThat(Tool.run("shm", "restore", file, name).exit()).isEqualTo(DONE);
    try (SharedSegment segment = SharedSegment.openReadOnly(key)) {
      assertThat(segment.read(0, 256)).isEqualTo(bytes);
    }
    php.run("$s = shm_attach(" + key.value() + ");");
    assertThat(php.call("shm_get_var($s, 1)").value())
        .isEqualTo(php.call("['a' => \"\\0\\xff\"]").value());
    php.run("unset($s);");
  }

  @Test
  void segmentOfAnotherSizeIsNotWritten(@TempDir Path folder) throws IOException {
    inPhp("shm_put_var($s, 1, 'old');");
    Path file = Files.write(folder.resolve("saved"), new byte[100]);
    Tool.Result refused = Tool.run("shm", "restore", file.toString(), name);
    assertThat(refused.exit()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains("has 256 bytes, and " + file + " has 100; nothing is");
    assertThat(Tool.run("shm", "get", name, "1").text()).isEqualTo("\"old\"\n");
  }

  @Test
  void listTellsTheFigures() {
    try (SharedVariables variables = SharedVariables.create(key, 512, 0640)) {
      assertThat(Tool.run("shm", "list").text())
          .containsPattern(name + " +" + variables.id() + " +\\S+ +0640 +512 +1 ");
      assertThat(Tool.run("shm", "list", "--json").out())
          .asString(UTF_8)
          .contains("\"id\":" + variables.id() + ",");
      assertThat(Tool.run("shm", "dump", "id:" + variables.id()).exit()).isEqualTo(DONE);
    }
  }
}
