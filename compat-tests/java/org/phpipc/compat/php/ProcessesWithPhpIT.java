package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.php.Cli.cli_get_process_title;
import static org.phpipc.php.Cli.cli_set_process_title;
import static org.phpipc.php.Pcntl.*;
import static org.phpipc.php.Posix.*;
import static org.phpipc.php.Standard.file_put_contents;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.Pcntl;
import org.phpipc.php.PhpWarnings;
import org.phpipc.php.Ref;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** PHP's posix and pcntl, and their Java twins. */
class ProcessesWithPhpIT {
  @RegisterExtension static final Php php = new Php();
  @TempDir private Path folder;

  @Test
  void idsAreThoseOfTheProcess() {
    assertThat((long) posix_getpid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(php.call("posix_getppid()").read()).isEqualTo((long) posix_getpid());
    assertThat((long) posix_getppid())
        .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
    same("[posix_getuid(), posix_geteuid()]", () -> List.of(posix_getuid(), posix_geteuid()));
    same("[posix_getgid(), posix_getegid()]", () -> List.of(posix_getgid(), posix_getegid()));
    same("posix_getpgrp()", () -> posix_getpgrp());
    same("[posix_getpgid(0), posix_getsid(0)]", () -> List.of(posix_getpgid(0), posix_getsid(0)));
  }

  @Test
  void killAsksAndRefuses() {
    int self = posix_getpid();
    same("posix_kill(" + self + ", 0)", () -> posix_kill(self, 0));
    same("posix_kill((1 << 32) | " + self + ", 0)", () -> posix_kill((1L << 32) | self, 0));
    same(
        "[posix_kill(2147483647, 0), posix_get_last_error()]",
        () -> List.of(posix_kill(2147483647, 0), posix_get_last_error()));
    same(
        "[posix_kill(" + self + ", 4711), posix_errno()]",
        () -> List.of(posix_kill(self, 4711), posix_errno()));
    same(
        "[posix_kill(" + self + ", 0), posix_errno()]",
        () -> List.of(posix_kill(self, 0), posix_errno()));
    same(
        "[posix_getpgid(2147483647), posix_errno()]",
        () -> List.of(falsy(posix_getpgid(2147483647)), posix_errno()));
    same(
        "[posix_getsid(2147483647), posix_errno()]",
        () -> List.of(falsy(posix_getsid(2147483647)), posix_errno()));
    same(
        "[posix_setpgid(1, 2147483647), posix_errno()]",
        () -> List.of(posix_setpgid(1, 2147483647), posix_errno()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 22, 41, 9999, -1, 4294967298L})
  void errorsHaveTheSameText(long error) {
    same("posix_strerror(" + error + ")", () -> posix_strerror(error));
    same("pcntl_strerror(" + error + ")", () -> pcntl_strerror(error));
  }

  @Test
  void namedPipesAreMadeAlike() throws Exception {
    String a = folder.resolve("a").toString();
    String b = folder.resolve("b").toString();
    for (int mode : new int[] {0666, 0600, 04777, 010600, -1}) {
      String code =
          "(function ($p) { $r = posix_mkfifo($p, %d); $m = @fileperms($p);"
              + " @unlink($p); clearstatcache(); return [$r, $m, $r ?: posix_errno()]; })('%s')";
      Outcome expected = php.call(String.format(Locale.ROOT, code, mode, a));
      Outcome inJava =
          Outcome.inJava(
              () -> {
                boolean made = posix_mkfifo(b, mode);
                Object perms = php.call("@fileperms('" + b + "')").read();
                java.nio.file.Files.deleteIfExists(Path.of(b));
                php.run("clearstatcache();");
                return Arrays.asList(made, perms, made ? (Object) true : posix_errno());
              });
      assertThat(inJava.value()).describedAs("mode %o", mode).isEqualTo(expected.value());
    }
    same(
        "[posix_mkfifo('/tmp', 0666), posix_errno()]",
        () -> List.of(posix_mkfifo("/tmp", 0666), posix_errno()));
    same(
        "[posix_mkfifo('', 0666), posix_errno()]",
        () -> List.of(posix_mkfifo("", 0666), posix_errno()));
    same("posix_mkfifo(\"a\\0b\", 0666)", () -> posix_mkfifo("a\0b", 0666));
  }

  @Test
  void accessIsAskedAlike() {
    same("posix_access('/tmp')", () -> posix_access("/tmp"));
    same(
        "posix_access('/tmp', POSIX_R_OK | POSIX_W_OK)",
        () -> posix_access("/tmp", POSIX_R_OK | POSIX_W_OK));
    same(
        "[posix_access('/nonexistent'), posix_errno()]",
        () -> List.of(posix_access("/nonexistent"), posix_errno()));
    same(
        "[posix_access('/tmp', 4711), posix_errno()]",
        () -> List.of(posix_access("/tmp", 4711), posix_errno()));
  }

  @Test
  void timesHaveTheSameKeys() {
    same("array_keys(posix_times())", () -> List.copyOf(posix_times().keySet()));
  }

  @Test
  void waitingForAStrangerIsRefused() {
    String code =
        "(function () { $s = 77; return [pcntl_waitpid(1, $s), $s, pcntl_get_last_error()]; })()";
    same(code, () -> waited(1, 77L, 0));
    same(code.replace("77", "null"), () -> waited(1, null, 0));
    same(code.replace("$s), $s", "$s, 4711), $s"), () -> waited(1, 77L, 4711));
    same(code.replace("$s), $s", "$s, WNOHANG), $s"), () -> waited(1, 77L, WNOHANG));
  }

  private static List<Object> waited(long pid, Long before, int flags) {
    Ref<Long> status = new Ref<>(before);
    long result = pcntl_waitpid(pid, status, flags);
    return List.of(result, status.value, pcntl_get_last_error());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 768, 65280, 9, 15, 139, 4991, 65535, -1, 4294967305L})
  void statusWordsReadAlike(long s) {
    same(
        String.format(
            Locale.ROOT,
            "[pcntl_wifexited(%1$d), pcntl_wexitstatus(%1$d), pcntl_wifsignaled(%1$d), pcntl_wtermsig(%1$d),"
                + " pcntl_wifstopped(%1$d), pcntl_wstopsig(%1$d), pcntl_wifcontinued(%1$d)]",
            s),
        () ->
            List.of(
                pcntl_wifexited(s),
                pcntl_wexitstatus(s),
                pcntl_wifsignaled(s),
                pcntl_wtermsig(s),
                pcntl_wifstopped(s),
                pcntl_wstopsig(s),
                pcntl_wifcontinued(s)));
  }

  @Test
  void phpScriptThatEndsInAFatalErrorIsSeen() {
    Ref<Long> status = new Ref<>();
    Ref<Map<String, Long>> usage = new Ref<>();
    long pid =
        pcntl_spawn("php", "-d", "display_errors=0", "-d", "log_errors=0", "-r", "undefined();");
    assertThat(pcntl_waitpid(pid, status, 0, usage)).isEqualTo(pid);
    assertThat(status.value).isEqualTo(255 << 8);
    assertThat(usage.value.get("ru_maxrss")).isPositive();
    php.run(
        "$p = pcntl_fork(); if (!$p) { posix_kill(posix_getpid(), SIGKILL); }"
            + " pcntl_waitpid($p, $s, 0, $u);");
    same("array_keys($u)", () -> List.copyOf(usage.value.keySet()));
  }

  @Test
  void childIsNotReadyStoppedContinuedAndKilled() {
    Ref<Long> status = new Ref<>(5L);
    long pid = pcntl_spawn("sleep", "60");
    assertThat(pcntl_waitpid(pid, status, WNOHANG)).isZero();
    assertThat(status.value).isEqualTo(5);
    posix_kill(pid, SIGSTOP);
    assertThat(pcntl_waitpid(pid, status, WUNTRACED)).isEqualTo(pid);
    assertThat(status.value).isEqualTo(4991);
    posix_kill(pid, SIGCONT);
    assertThat(pcntl_waitpid(pid, status, WCONTINUED)).isEqualTo(pid);
    assertThat(status.value).isEqualTo(65535);
    posix_kill(pid, SIGKILL);
    assertThat(pcntl_wait(status)).isEqualTo(pid);
    assertThat(pcntl_wtermsig(status.value)).isEqualTo(SIGKILL);
    assertThat(pcntl_waitpid(pid, status)).isEqualTo(-1);
  }

  @Test
  void commandThatDoesNotExistIsAWarningWithItsCause() {
    Outcome outcome = Outcome.inJava(() -> List.of(pcntl_spawn("/nonexistent"), pcntl_errno()));
    assertThat(outcome)
        .extracting(Outcome::value)
        .isEqualTo(Outcome.inJava(() -> List.of(-1, 2)).value());
    assertThat(outcome.warnings())
        .containsExactly(
            "Warning: pcntl_spawn(): Error 2: posix_spawn on \"/nonexistent\": No such file or directory");
    Object stranger = new Object();
    outcome =
        Outcome.inJava(
            () -> List.of(pcntl_spawn(() -> System.out.println(stranger)), pcntl_errno()));
    assertThat(outcome)
        .extracting(Outcome::value)
        .isEqualTo(Outcome.inJava(() -> List.of(-1, 22)).value());
    assertThat(outcome.warnings())
        .containsExactly(
            "Warning: pcntl_spawn(): Error 22: the task captures a java.lang.Object, which is not serializable");
  }

  @Test
  void forkNamesTheSpawn() {
    assertThatThrownBy(Pcntl::pcntl_fork)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("pcntl_spawn(() -> child(queueKey))");
  }

  @Test
  void executeRefusesAlike() {
    same("pcntl_exec('/nonexistent')", () -> pcntl_exec("/nonexistent"));
    same("pcntl_exec('/tmp', [1, null])", () -> pcntl_exec("/tmp", Arrays.asList(1, null)));
    same("pcntl_exec(\"a\\0b\")", () -> pcntl_exec("a\0b"));
    same("pcntl_get_last_error()", () -> pcntl_get_last_error());
  }

  @Test
  void executeBecomesTheOtherProgram() throws Exception {
    String out = folder.resolve("out").toString();
    Ref<Long> status = new Ref<>();
    pcntl_waitpid(pcntl_spawn(() -> becomePhp(out)), status);
    assertThat(status.value).isEqualTo(7 << 8);
    assertThat(Path.of(out))
        .hasContent("{\"argv\":[\"1.5\",\"\",\"x\"],\"A\":\"b\",\"PATH\":false}");
  }

  private static void becomePhp(String out) {
    PhpWarnings.throwing();
    String script =
        "file_put_contents('%s', json_encode(['argv' => array_slice($argv, 1),"
            + " 'A' => getenv('A'), 'PATH' => getenv('PATH')])); exit(7);";
    String php = php();
    pcntl_exec(
        php,
        Arrays.asList("-r", String.format(Locale.ROOT, script, out), "--", 1.5, null, "x"),
        Map.of("A", "b"));
    throw new AssertionError("still here");
  }

  @Test
  void argumentsAndEnvironmentAreCutAtANul() throws Exception {
    String ofJava = folder.resolve("java").toString();
    String ofPhp = folder.resolve("php").toString();
    Ref<Long> status = new Ref<>();
    pcntl_waitpid(pcntl_spawn(() -> becomePhpWithNuls(ofJava)), status);
    String code =
        "$p = pcntl_fork(); if (!$p) { pcntl_exec('%s', ['-r', '%s', '--', \"a\\0b\", \"\\0c\"],"
            + " ['A' => \"d\\0e\", \"F\\0G\" => 'h']); } pcntl_waitpid($p, $s); return $s;";
    String script = String.format(Locale.ROOT, REPORT, ofPhp).replace("'", "\\'");
    assertThat(php.run(String.format(Locale.ROOT, code, php(), script)).read())
        .isEqualTo(status.value);
    assertThat(Path.of(ofJava)).hasSameTextualContentAs(Path.of(ofPhp));
    assertThat(Path.of(ofJava)).content().startsWith("{\"argv\":[\"a\",\"\"],");
  }

  /** What a program was given, for a script in a file. */
  private static final String REPORT =
      "file_put_contents('%s', json_encode(['argv' => array_slice($argv, 1), 'env' => getenv()]));";

  private static void becomePhpWithNuls(String out) {
    PhpWarnings.throwing();
    String script = String.format(Locale.ROOT, REPORT, out);
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("A", "d\0e");
    environment.put("F\0G", "h");
    pcntl_exec(php(), List.of("-r", script, "--", "a\0b", "\0c"), environment);
    throw new AssertionError("still here");
  }

  private static String php() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> folder + "/php")
        .filter(path -> Path.of(path).toFile().canExecute())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void alarmsAreCounted() {
    same(
        "[pcntl_alarm(1000), pcntl_alarm(500), pcntl_alarm(0), pcntl_alarm(0)]",
        () -> List.of(pcntl_alarm(1000), pcntl_alarm(500), pcntl_alarm(0), pcntl_alarm(0)));
  }

  @Test
  void titleIsCutAtANul() throws Exception {
    String out = folder.resolve("out").toString();
    Ref<Long> status = new Ref<>();
    pcntl_waitpid(pcntl_spawn(() -> title(out)), status);
    assertThat(php.run("cli_set_process_title(\"a\\0b\"); return cli_get_process_title();").read())
        .isEqualTo("a");
    assertThat(Path.of(out)).hasContent("[][a]");
  }

  private static void title(String out) {
    String before = cli_get_process_title();
    cli_set_process_title("a\0b");
    file_put_contents(out, "[" + before + "][" + cli_get_process_title() + "]");
  }

  @Test
  void leaderOfASessionCannotMakeAnother() throws Exception {
    String out = folder.resolve("out").toString();
    pcntl_waitpid(pcntl_spawn(() -> lead(out)), new Ref<>());
    String code =
        "$p = pcntl_fork(); if (!$p) { posix_kill(2147483647, 0); $a = posix_setsid();"
            + " file_put_contents('%s', json_encode([$a === posix_getpid(), posix_setsid(),"
            + " posix_errno()])); posix_kill(posix_getpid(), SIGKILL); } pcntl_waitpid($p, $s);";
    String ofPhp = folder.resolve("php").toString();
    php.run(String.format(Locale.ROOT, code, ofPhp));
    assertThat(Path.of(out)).hasContent("[true,-1,3]").hasSameTextualContentAs(Path.of(ofPhp));
  }

  private static void lead(String out) {
    posix_kill(2147483647, 0);
    boolean leads = posix_setsid() == posix_getpid();
    file_put_contents(out, "[" + leads + "," + posix_setsid() + "," + posix_errno() + "]");
  }

  @Test
  void classRunsWithItsArguments() throws Exception {
    String out = folder.resolve("out").toString();
    Ref<Long> status = new Ref<>();
    pcntl_waitpid(pcntl_spawn(Writer.class, out, "a b"), status);
    assertThat(pcntl_wexitstatus(status.value)).isEqualTo(3);
    assertThat(Path.of(out)).hasContent("a b");
  }

  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      file_put_contents(args[0], args[1]);
      System.exit(3);
    }
  }

  private static Object falsy(int value) {
    return value == -1 ? (Object) false : value;
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }
}
