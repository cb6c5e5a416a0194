package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PHP process that runs what it is told, for a whole test class. The protocol is that of
 * {@code php-interop/peer.php}.
 */
public final class Php implements BeforeAllCallback, AfterAllCallback {
  private Process process;
  private BufferedWriter in;
  private BufferedReader out;

  @Override
  public void beforeAll(ExtensionContext context) {
    try {
      process =
          new ProcessBuilder("php", "php-interop/peer.php")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      if (Boolean.getBoolean("phpipc.php.required")) {
        throw new AssertionError("these tests need a PHP CLI (php) on the path", e);
      }
      abort("no PHP CLI (php) on the path: bin/test installs one");
    }
    in = process.outputWriter(US_ASCII);
    out = process.inputReader(UTF_8);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (process != null) {
      in.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  /** What an expression gives. */
  public Outcome call(String expression) {
    return run("return " + expression + ";");
  }

  /** What code gives; it may end in {@code return}. */
  public Outcome run(String code) {
    try {
      in.write(Base64.getEncoder().encodeToString(code.getBytes(UTF_8)) + "\n");
      in.flush();
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("PHP ended on: " + code);
      }
      return outcome(JsonParser.parseString(line).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException("PHP does not answer: " + code, e);
    }
  }

  /** Starts an expression that may wait. */
  public CompletableFuture<Outcome> begin(String expression) {
    return Background.get(() -> call(expression));
  }

  /** Bytes as a PHP expression. */
  public static String literal(byte[] bytes) {
    return "base64_decode('" + Base64.getEncoder().encodeToString(bytes) + "')";
  }

  private static Outcome outcome(JsonObject answer) {
    List<String> warnings = new ArrayList<>();
    for (JsonElement warning : answer.getAsJsonArray("warnings")) {
      warnings.add(warning.getAsString());
    }
    if (answer.has("thrown")) {
      return new Outcome("", warnings, answer.get("thrown").getAsString());
    }
    byte[] value = Base64.getDecoder().decode(answer.get("value").getAsString());
    return new Outcome(new String(value, ISO_8859_1), warnings, "");
  }
}
