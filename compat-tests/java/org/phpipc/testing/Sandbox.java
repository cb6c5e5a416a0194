package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testkit.IpcExtension;

/**
 * Where what the documents show is run: a folder in place of {@code /srv/app} and {@code /tmp},
 * keys that nobody uses in place of those in the text, and {@code phpipc} on the path.
 */
public final class Sandbox implements AutoCloseable {
  /** The keys that the documents use. */
  private static final List<Integer> KEYS = List.of(0x51, 0x52, 0x7000);

  private static final Pattern FOLDERS = Pattern.compile("/srv/app\\b|/tmp\\b");
  private static final String PROJECTS = "aqsv";
  private static final int PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Map<String, String> keys = new LinkedHashMap<>();

  public Sandbox(Path folder, IpcExtension ipc) throws IOException {
    this.folder = folder;
    for (int key : KEYS) {
      String own = ipc.freeKey().toString();
      keys.put(String.format(Locale.ROOT, "0x%08x", key), own);
      keys.put(String.format(Locale.ROOT, "0x%x", key), own);
    }
    Path bin = Files.createDirectory(folder.resolve("bin"));
    String arguments = " \"$@\"\n";
    String tool = Tool.command().stream().map(Sandbox::quoted).collect(Collectors.joining(" "));
    Path script = Files.writeString(bin.resolve("phpipc"), "#!/bin/sh\nexec " + tool + arguments);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(
        folder.resolve("php-interop"), Path.of("php-interop").toAbsolutePath());
  }

  /** A relative jar is not found from the folder. */
  private static String quoted(String word) {
    String path = word.endsWith(".jar") ? Path.of(word).toAbsolutePath().toString() : word;
    return "'" + path + "'";
  }

  /** A text of a document with the keys and the folder of this place. */
  public String here(String text) {
    String own = FOLDERS.matcher(text).replaceAll(folder.toString());
    for (Map.Entry<String, String> key : keys.entrySet()) {
      own = own.replaceAll("\\b" + key.getKey() + "\\b", key.getValue());
    }
    return own;
  }

  /** What a command prints, on either stream. */
  public String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Path out = Files.createTempFile(folder, "out", null);
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      throw new AssertionError(command + " does not end; it printed: " + Files.readString(out));
    }
    String text = new String(Files.readAllBytes(out), UTF_8);
    if (process.exitValue() != 0) {
      throw new AssertionError(command + " ended with " + process.exitValue() + ": " + text);
    }
    return text;
  }

  /** Removes what was made under keys of the folder; the extension owns the others. */
  @Override
  public void close() throws IOException {
    Files.delete(folder.resolve("php-interop"));
    for (int i = 0; i < PROJECTS.length(); i++) {
      IpcKey key = IpcKey.ftok(folder, PROJECTS.charAt(i));
      if (MessageQueue.exists(key)) {
        MessageQueue.open(key).remove();
      }
      if (SemaphoreSet.exists(key)) {
        SemaphoreSet.open(key).remove();
      }
      if (SharedSegment.exists(key)) {
        SharedSegment.removeId(SharedSegment.idOf(key));
      }
    }
  }
}
