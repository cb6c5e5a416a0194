package org.phpipc.cli.doctor;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.phpipc.cli.notation.JsonLines;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.notation.TypedJsonException;
import org.phpipc.process.Processes;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.KernelBinding;

/** The checks of {@code phpipc doctor} for Java, PHP and Swoole. */
final class PeerChecks {
  private static final int FIRST_WITH_NATIVE_ACCESS = 22;
  private static final List<String> NEEDED =
      List.of("sysvmsg", "sysvshm", "sysvsem", "shmop", "pcntl", "posix");
  private static final List<String> SWOOLES = List.of("swoole", "openswoole");

  /** PHP code that prints PHP's version and each extension's, or null. */
  private static final String PHP_CODE =
      "$all = ['php' => PHP_VERSION];"
          + " foreach (array_slice($argv, 1) as $name) $all[$name] = phpversion($name) ?: null;"
          + " echo json_encode($all);";

  private PeerChecks() {}

  static List<Check> all() {
    return List.of(
        Check.one("Java", PeerChecks::java),
        Check.one("native access", PeerChecks::nativeAccess),
        Check.one("JNA", PeerChecks::jna),
        new Check("PHP", PeerChecks::php),
        Check.one("IPC namespace", KernelChecks::namespace));
  }

  private static Finding java() {
    String java = Runtime.version() + " of " + System.getProperty("java.vendor");
    return Finding.ok("Java", java + ", binding " + KernelBinding.name());
  }

  /** Files and processes need JNA with either binding. */
  private static Finding jna() {
    Processes.ticksPerSecond();
    return Finding.ok("JNA", "loads its native library, as children, signals and pipes need it");
  }

  /** Java can be asked since version 22. */
  private static Finding nativeAccess() {
    String subject = "native access";
    if (Runtime.version().feature() < FIRST_WITH_NATIVE_ACCESS) {
      return Finding.ok(subject, "needs no flag on this Java");
    }
    try {
      Object enabled =
          Module.class.getMethod("isNativeAccessEnabled").invoke(PeerChecks.class.getModule());
      return Boolean.TRUE.equals(enabled)
          ? Finding.ok(subject, "allowed")
          : Finding.warning(
              subject, "not allowed", "Start Java with --enable-native-access=ALL-UNNAMED");
    } catch (ReflectiveOperationException e) {
      return Finding.warning(subject, "unknown: " + e, "Report this as a defect of phpipc.");
    }
  }

  private static List<Finding> php() {
    JsonObject versions;
    try {
      versions = versions();
    } catch (IOException | TypedJsonException e) {
      String advice = "Install it where PHP is to meet Java here: apt-get install php-cli";
      return List.of(Finding.warning("PHP", "no php that answers on the path", advice));
    }
    return List.of(extensions(versions), swoole(versions));
  }

  private static JsonObject versions() throws IOException {
    List<String> command = new ArrayList<>(List.of("php", "-r", PHP_CODE, "--"));
    command.addAll(NEEDED);
    command.addAll(SWOOLES);
    Process php = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    php.getOutputStream().close();
    byte[] answer = php.getInputStream().readAllBytes();
    return JsonLines.object(TypedJson.parse(new String(answer, StandardCharsets.UTF_8)));
  }

  private static Finding extensions(JsonObject versions) {
    List<String> missing =
        NEEDED.stream().filter(name -> JsonLines.string(versions, name) == null).toList();
    String php = "PHP " + JsonLines.string(versions, "php");
    return missing.isEmpty()
        ? Finding.ok("PHP", php + " with " + withVersions(versions, NEEDED))
        : Finding.problem(
            "PHP",
            php + " lacks " + String.join(", ", missing),
            "Enable them in php.ini, or configure PHP with --enable-" + missing.get(0) + " ...");
  }

  /** The installed extensions, with their versions. */
  private static String withVersions(JsonObject versions, List<String> extensions) {
    return extensions.stream()
        .filter(name -> JsonLines.string(versions, name) != null)
        .map(name -> name + " " + JsonLines.string(versions, name))
        .collect(Collectors.joining(", "));
  }

  private static Finding swoole(JsonObject versions) {
    String subject = "Swoole";
    String found = withVersions(versions, SWOOLES);
    String version = JsonLines.string(versions, "swoole");
    if (version == null) {
      return Finding.ok(subject, found.isEmpty() ? "not found; plain PHP needs none" : found);
    }
    try {
      String generation = WireGeneration.forVersion(version).version();
      return Finding.ok(
          subject, found + ", task packets of " + generation + ": --generation " + version);
    } catch (IllegalArgumentException e) {
      return Finding.warning(
          subject,
          found + ", whose task packets phpipc does not know",
          "Use a release that it knows for tasks; queues and segments of PHP are not concerned.");
    }
  }
}
