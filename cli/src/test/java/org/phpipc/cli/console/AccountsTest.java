package org.phpipc.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  @TempDir private Path folder;
  private Path passwd;
  private Path questions;

  @BeforeEach
  void makeFile() throws IOException {
    passwd = Files.writeString(folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
    questions = Files.createFile(folder.resolve("questions"));
  }

  /** With an answer by the shell, whose {@code $0} is the number. */
  private Accounts answering(Duration patience, String code) {
    String shell = "echo $0 >> " + questions + "; " + code;
    return new Accounts(passwd, new NameService(patience, "sh", "-c", shell));
  }

  private Accounts answering(String code) {
    return answering(Duration.ofMinutes(1), code);
  }

  @Test
  void nameInTheFileNeedsNoQuestion() {
    assertThat(answering("echo other:x:$0:0").name(0)).isEqualTo("root");
    assertThat(questions).isEmptyFile();
  }

  @Test
  void nameThatIsKeptElsewhereIsAskedForOnce() {
    Accounts accounts = answering("echo anna:x:$0:100:Anna:/home/anna:/bin/sh");
    assertThat(accounts.name(-2)).isEqualTo("anna");
    assertThat(accounts.name(-2)).isEqualTo("anna");
    assertThat(questions).hasContent("4294967294");
  }

  @Test
  void accountThatNobodyKnowsIsAskedForOnceAndHasItsNumber() {
    Accounts accounts = answering("exit 2");
    assertThat(accounts.name(4711)).isEqualTo("4711");
    assertThat(accounts.name(4711)).isEqualTo("4711");
    assertThat(questions).hasContent("4711");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo anna:x:5:0", "echo anna", "echo ::::", "exec yes", "kill -9 $$"})
  void answerThatIsNoneLeavesTheNumber(String code) {
    assertThat(answering(code).name(4711)).isEqualTo("4711");
  }

  @Test
  void answerWithoutEndIsReadAsFarAsItsFirstLine() {
    assertThat(answering("exec yes anna:x:4711").name(4711)).isEqualTo("anna");
  }

  @Test
  void whatATerminalWouldObeyInANameIsVisible() {
    assertThat(answering("printf 'a\\033[2Jb:x:%s:0' $0").name(7)).isEqualTo("a\\x1b[2Jb");
  }

  @Test
  void whoDoesNotAnswerInTimeIsNotAskedAgain() {
    Accounts accounts = answering(Duration.ofMillis(300), "exec sleep 60");
    assertThat(IntStream.of(1, 2, 3).mapToObj(accounts::name)).containsExactly("1", "2", "3");
    assertThat(questions).hasContent("1");
  }

  @Test
  void missingCommandLeavesTheNumber() {
    Accounts accounts =
        new Accounts(passwd, new NameService(Duration.ofMinutes(1), "/nonexistent"));
    assertThat(accounts.name(1)).isEqualTo("1");
    assertThat(accounts.name(0)).isEqualTo("root");
  }
}
