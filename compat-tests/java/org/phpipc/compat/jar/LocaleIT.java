package org.phpipc.compat.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.IpcKey;
import org.phpipc.testing.Jvm;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Shell;
import org.phpipc.testing.Tool;

/** PHP gets its own bytes from a JVM whose default locale has other digits or another i. */
class LocaleIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @ParameterizedTest
  @ValueSource(strings = {"fa", "ar", "ar-EG", "ne", "bn", "mr", "tr", "th-TH-u-nu-thai", "en"})
  void serializedBytesAreThoseOfPhp(String locale) {
    Object expected = php.call("serialize([5, 'abc', 12 => 1.5, 'I' => -7])").read();
    List<String> java =
        Jvm.command("-cp", System.getProperty("java.class.path"), Writer.class.getName(), locale);
    assertThat(Shell.run(java).out()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa", "ar", "tr"})
  void phpReceivesWhatTheToolSends(String language) {
    IpcKey key = kernel.freeKey();
    php.run("$q = msg_get_queue(" + key.value() + ");");
    try {
      List<String> tool = Tool.command("queue", "send", key.toString(), "--php", "[5, 'abc']");
      tool.add(1, "-Duser.language=" + language);
      tool.removeIf(("-Duser.language=" + System.getProperty("user.language"))::equals);
      assertThat(Shell.run(tool)).isEqualTo(new Shell.Result(Tool.DONE, ""));
      assertThat(php.call("msg_receive($q, 0, $t, 100, $m) ? json_encode($m) : false").read())
          .isEqualTo("[5,\"abc\"]");
    } finally {
      php.run("msg_remove_queue($q);");
    }
  }

  /** Prints a serialized value in a locale. */
  static final class Writer {
    public static void main(String[] args) {
      Locale.setDefault(Locale.forLanguageTag(args[0]));
      Map<Object, Object> value = new LinkedHashMap<>();
      value.put(0L, 5);
      value.put(1L, "abc");
      value.put(12L, 1.5);
      value.put("I", -7);
      System.out.writeBytes(PhpSerializer.standard().write(value));
    }
  }
}
