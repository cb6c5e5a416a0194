package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaChildTest {
  @TempDir private Path folder;

  @Test
  void methodReferenceRuns() throws Exception {
    assertThat(output(JavaChildTest::greet)).isEqualTo("hello\n");
  }

  private static void greet() {
    System.out.println("hello");
  }

  @Test
  void lambdaKeepsWhatItCaptures() throws Exception {
    List<String> words = List.of("a", "b");
    int number = 7;
    assertThat(output(() -> System.out.println(words + " " + number))).isEqualTo("[a, b] 7\n");
  }

  @Test
  void plainValuesArriveAsTheyWere() throws Exception {
    String text = "ö\0\ud83d\ude00";
    String broken = "\ud800";
    Object nothing = null;
    int small = Integer.MIN_VALUE;
    long large = Long.MAX_VALUE;
    boolean yes = true;
    SerializableRunnable plain =
        () ->
            System.out.print(text.length() + text.substring(0, 1) + nothing + small + large + yes);
    assertThat(output(plain)).isEqualTo("4önull-21474836489223372036854775807true");
    assertThat(output(() -> System.out.print((int) broken.charAt(0)))).isEqualTo("55296");
  }

  private record Job(String name) implements SerializableRunnable {
    @Override
    public void run() {
      System.out.println(name);
    }

    void twice() {
      System.out.println(name + name);
    }
  }

  @Test
  void objectAndItsMethodRun() throws Exception {
    Job job = new Job("job");
    assertThat(output(job)).isEqualTo("job\n");
    assertThat(output(job::twice)).isEqualTo("jobjob\n");
  }

  @Test
  void classPathIsHandedOn() throws Exception {
    String classPath = System.getProperty("java.class.path");
    assertThat(output(() -> System.out.println(System.getProperty("java.class.path"))))
        .isEqualTo(classPath + "\n");
  }

  @Test
  void settingsAndBindingAreHandedOn() throws Exception {
    Path out = folder.resolve("out");
    ProcessSpawner.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dcolour=light blue",
            "-Dphpipc.binding=jna",
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName())
        .redirectTo(1, out)
        .start()
        .await();
    assertThat(out).hasContent("light blue, jna");
  }

  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      JavaChild.start(Parent::show).await();
    }

    private static void show() {
      System.out.println(
          System.getProperty("colour") + ", " + System.getProperty("phpipc.binding"));
    }
  }

  @Test
  void exceptionEndsTheChildWithItsTrace() throws Exception {
    Path err = folder.resolve("err");
    ChildProcess child =
        JavaChild.start(
            () -> {
              throw new IllegalStateException("no luck");
            },
            how -> how.redirectTo(2, err));
    assertThat(child.await()).hasToString("exit status 255");
    assertThat(err).content().startsWith("java.lang.IllegalStateException: no luck");
  }

  @Test
  void captureThatIsNotSerializableIsNamed() {
    Object stranger = new Object();
    assertThatThrownBy(() -> JavaChild.start(() -> System.out.println(stranger)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the task captures a java.lang.Object, which is not serializable");
  }

  @Test
  void mainRunsWithItsArguments() throws Exception {
    Path out = folder.resolve("out");
    ProcessSpawner spawner = JavaChild.of(Echo.class, "a", "ö b").redirectTo(1, out);
    assertThat(spawner.start().await().exitStatus()).isEqualTo(2);
    assertThat(out).hasContent("a|ö b");
  }

  static final class Echo {
    private Echo() {}

    public static void main(String[] args) {
      System.out.write(String.join("|", args).getBytes(UTF_8), 0, 6);
      System.out.flush();
      System.exit(args.length);
    }
  }

  private String output(SerializableRunnable task) throws Exception {
    Path out = folder.resolve("out");
    ChildProcess child = JavaChild.start(task, how -> how.redirectTo(1, out));
    assertThat(child.await()).hasToString("exit status 0");
    return java.nio.file.Files.readString(out);
  }
}
