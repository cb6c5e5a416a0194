package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions; the texts are from PHP 8.2. */
class PhpSessionTest {

  private static final PhpSession PHP =
      new PhpSession(PhpSession.Format.PHP, PhpSerializer.standard());
  private static final PhpSession BINARY =
      new PhpSession(PhpSession.Format.PHP_BINARY, PhpSerializer.standard());
  private static final PhpSession ARRAY =
      new PhpSession(PhpSession.Format.PHP_SERIALIZE, PhpSerializer.standard());

  @Test
  void numbersGoOnFromVariableToVariable() {
    PhpObject o = PhpObject.standard();
    PhpReference x = new PhpReference(5);
    PhpArray variables = new PhpArray();
    variables.put("a", x);
    variables.put("o", o);
    variables.put("q", PhpArray.ofValues(1, o, x));
    variables.put("p", o);
    String text = "a|i:5;o|O:8:\"stdClass\":0:{}q|a:3:{i:0;i:1;i:1;r:2;i:2;R:1;}p|r:2;";
    assertThat(write(PHP, variables)).isEqualTo(text);
    PhpArray read = read(PHP, text);
    assertThat(read.get("p")).isSameAs(read.get("o"));
    assertThat(read.get("a")).isSameAs(((PhpArray) read.get("q")).get(2));
    assertThat(write(PHP, read)).isEqualTo(text);
    String binary = text.replaceAll("(^|[;}])([aopq])\\|", "$1\u0001$2");
    assertThat(write(BINARY, variables)).isEqualTo(binary);
    assertThat(write(BINARY, read(BINARY, binary))).isEqualTo(binary);
  }

  @Test
  void aSessionMayBeOneArray() {
    String text = "a:2:{s:1:\"a\";i:1;i:5;i:2;}";
    assertThat(write(ARRAY, read(ARRAY, text))).isEqualTo(text);
    assertThat(read(ARRAY, "N;")).isEmpty();
    assertThatThrownBy(() -> read(ARRAY, "i:5;")).isInstanceOf(SerializeMappingException.class);
  }

  @Test
  void noBytesAreNoVariables() {
    for (PhpSession session : List.of(PHP, BINARY, ARRAY)) {
      assertThat(read(session, "")).isEmpty();
    }
    assertThat(write(PHP, Map.of())).isEmpty();
  }

  @Test
  void namesMayBeAnythingButOneWithABar() {
    for (PhpSession session : List.of(PHP, BINARY)) {
      PhpArray variables = new PhpArray();
      variables.put("", 1);
      variables.put("!a", 2);
      variables.put(PhpString.of(new byte[] {-1}), 3);
      assertThat(read(session, write(session, variables)))
          .isEqualTo(Map.of("", 1L, "!a", 2L, PhpString.of(new byte[] {-1}), 3L));
    }
    assertThat(write(BINARY, Map.of("a|b", 1))).isEqualTo("\u0003a|bi:1;");
    assertThatThrownBy(() -> write(PHP, Map.of("a|b", 1)))
        .isInstanceOf(SerializeValueException.class);
  }

  @Test
  void intKeysAreLeftOutWithAWarning() {
    List<Diagnostic> said = new ArrayList<>();
    assertThat(PHP.write(Map.of(5, 1), said::add)).isEmpty();
    assertThat(said)
        .containsExactly(
            new Diagnostic(Diagnostic.Level.E_WARNING, "Skipping numeric key 5", true));
  }

  @Test
  void longNamesAreLeftOutOfTheBinaryForm() {
    assertThat(write(BINARY, Map.of("k".repeat(128), 1))).isEmpty();
    assertThat(read(BINARY, write(BINARY, Map.of("k".repeat(127), 1)))).hasSize(1);
    assertThat(write(PHP, Map.of("k".repeat(128), 1))).hasSize(128 + 5);
  }

  @Test
  void theHighestBitOfALengthIsIgnored() {
    assertThat(read(BINARY, "\u0081ai:1;")).isEqualTo(Map.of("a", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|i:1",
        "a|i:1;b",
        "a|",
        "!a|b|i:1;",
        "a|i:1;|",
        "junk",
        "a|}",
        "5|R:1;",
        "a|i:1;a|r:1;",
        "a|R:1;"
      })
  void brokenTextIsRefused(String text) {
    assertThatThrownBy(() -> read(PHP, text))
        .isInstanceOfSatisfying(
            SerializeFormatException.class,
            e -> assertThat(e.input()).isEqualTo(text.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0005ai:1;", "\u0001a", "\u0001ai:1;\u0001b", "\u0081", "\u0001ai:1;\u00ffbbb"})
  void brokenBytesAreRefused(String text) {
    assertThatThrownBy(() -> read(BINARY, text)).isInstanceOf(SerializeFormatException.class);
  }

  @Test
  void failuresTellTheVariable() {
    assertThatThrownBy(() -> read(PHP, "a|i:1;user|a:1:{s:2:\"id\";q}"))
        .isInstanceOfSatisfying(
            SerializeFormatException.class,
            e -> {
              assertThat(e.path()).isEqualTo("$.user.id");
              assertThat(e.offset()).isEqualTo(25);
            });
  }

  @Test
  void aNumericNameIsReadAndWritten() {
    for (String text : List.of("5|i:1;a|i:1;", "-5|i:1;", "a|i:1;5|R:1;", "5|i:1;a|R:1;")) {
      assertThat(write(PHP, read(PHP, text))).isEqualTo(text);
    }
    String binary = "\u00015i:1;\u0001ai:1;";
    assertThat(write(BINARY, read(BINARY, binary))).isEqualTo(binary);
  }

  @Test
  void aNumericNameIsAStringThatIsFoundByItsNumberToo() {
    PhpArray variables = read(PHP, "5|i:1;a|i:2;");
    assertThat(variables.keySet()).containsExactly("5", "a");
    assertThat(variables.get("5")).isEqualTo(1L);
    assertThat(variables.get(5)).isEqualTo(1L);
    variables.put("5", 3);
    assertThat(write(PHP, variables)).isEqualTo("5|i:3;a|i:2;");
    assertThat(variables.remove("5")).isEqualTo(3);
    assertThat(write(PHP, variables)).isEqualTo("a|i:2;");
  }

  @Test
  void aNumericKeyOfOneArrayIsAnInt() {
    String text = "a:1:{s:1:\"5\";i:1;}";
    assertThat(write(ARRAY, read(ARRAY, text))).isEqualTo("a:1:{i:5;i:1;}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '#',
      value = {
        "a|i:1;a|R:1; a|i:1;",
        "a|i:1;a|i:2; a|i:2;",
        "5|i:1;5|i:2; 5|i:2;",
        "a|i:1;5|R:1;5|i:7; a|i:1;5|i:7;",
        "r|a:1:{i:0;i:7;}q|R:1;r|a:1:{i:0;R:1;} r|a:1:{i:0;a:1:{i:0;i:7;}}q|R:2;",
        "a|O:1:\"A\":0:{}a|r:1; a|O:1:\"A\":0:{}",
        "a|O:1:\"A\":0:{}b|i:1;a|r:1; a|O:1:\"A\":0:{}b|i:1;",
        "a|i:1;b|i:2;a|R:2; a|i:2;b|R:1;",
        "a|i:1;b|R:1;a|i:3; a|i:3;b|i:1;",
        "a|i:1;a|a:1:{i:0;R:2;} a|a:1:{i:0;R:1;}",
        "a|a:1:{i:0;R:1;} a|a:1:{i:0;R:1;}"
      })
  void theFirstValueOfANameThatComesTwiceKeepsItsNumber(String text, String again) {
    assertThat(write(PHP, read(PHP, text))).isEqualTo(again);
    assertThat(write(PHP, read(PHP, again))).isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '#',
      value = {
        "PHP a|i:99999999999999999999;",
        "PHP_BINARY #\u0001ai:99999999999999999999;#",
        "PHP_SERIALIZE a:1:{i:0;i:99999999999999999999;}"
      })
  void readingTellsWhatPhpWouldSay(PhpSession.Format format, String text) {
    List<Diagnostic> said = new ArrayList<>();
    PhpArray read =
        new PhpSession(format, PhpSerializer.standard()).read(text.getBytes(ISO_8859_1), said::add);
    assertThat(read.values()).containsExactly(Long.MAX_VALUE);
    assertThat(said)
        .containsExactly(
            new Diagnostic(Diagnostic.Level.E_WARNING, "Numerical result out of range", true));
  }

  @Test
  void readingTellsWhatPhpWouldSayBeforeItFails() {
    List<Diagnostic> said = new ArrayList<>();
    assertThatThrownBy(() -> PHP.read("a|}".getBytes(ISO_8859_1), said::add))
        .isInstanceOf(SerializeFormatException.class);
    assertThat(said)
        .containsExactly(
            new Diagnostic(Diagnostic.Level.E_NOTICE, "Unexpected end of serialized data", true));
  }

  @Test
  void aValueThatCannotBeWrittenIsNamedByItsVariable() {
    assertThatThrownBy(() -> PHP.write(Map.of("user", List.of(new Object()))))
        .isInstanceOfSatisfying(
            SerializeValueException.class, e -> assertThat(e.path()).isEqualTo("$.user[0]"));
  }

  @Test
  void registeredClassesAreMapped() {
    PhpSerializer serializer = PhpSerializer.builder().register(MappingTest.Circle.class).build();
    PhpSession session = new PhpSession(PhpSession.Format.PHP, serializer);
    MappingTest.Circle circle = new MappingTest.Circle(2);
    String text = write(session, Map.of("c", circle));
    assertThat(text).isEqualTo("c|O:6:\"Circle\":1:{s:6:\"radius\";d:2;}");
    assertThat(read(session, text)).isEqualTo(Map.of("c", circle));
  }

  @Test
  void limitsAreForTheWholeSession() {
    ReadLimits limits = ReadLimits.standard().withElements(3);
    PhpSerializer serializer = PhpSerializer.builder().limits(limits).build();
    PhpSession session = new PhpSession(PhpSession.Format.PHP, serializer);
    String two = "a:2:{i:0;N;i:1;N;}";
    assertThatThrownBy(() -> read(session, "a|" + two + "b|" + two))
        .isInstanceOf(SerializeFormatException.class);
  }

  private static PhpArray read(PhpSession session, String text) {
    return session.read(text.getBytes(ISO_8859_1));
  }

  private static String write(PhpSession session, Map<?, ?> variables) {
    return new String(session.write(variables), ISO_8859_1);
  }
}
