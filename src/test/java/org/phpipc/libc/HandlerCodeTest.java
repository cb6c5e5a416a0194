package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.SetupException;

/**
 * The machine code of the handler is what an assembler makes of the mnemonics, where there is one.
 */
class HandlerCodeTest {
  private static final int DESCRIPTOR = 0x12345678;

  @TempDir Path folder;

  @Test
  void codeForAmd64IsThatOfTheAssembler() throws Exception {
    String source =
        """
        .intel_syntax noprefix
        push rdi
        mov edi, 0x12345678
        mov rsi, rsp
        mov edx, 1
        mov eax, 1
        syscall
        pop rdi
        ret
        """;
    assertThat(written("amd64")).isEqualTo(assembled("x86_64-linux-gnu-", source));
  }

  @Test
  void codeForAarch64IsThatOfTheAssembler() throws Exception {
    String source =
        """
        str w0, [sp, #-16]!
        movz w0, #0x5678
        movk w0, #0x1234, lsl #16
        mov x1, sp
        mov x2, #1
        mov x8, #64
        svc #0
        add sp, sp, #16
        ret
        """;
    assertThat(written("aarch64")).isEqualTo(assembled("aarch64-linux-gnu-", source));
  }

  @Test
  void otherProcessorsAreRefusedByName() {
    assertThatThrownBy(() -> written("riscv64"))
        .isInstanceOf(SetupException.class)
        .hasMessage("phpipc has no handler of signals for riscv64");
  }

  private static byte[] written(String architecture) {
    ByteBuffer code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    HandlerCode.write(code, architecture, DESCRIPTOR);
    return Arrays.copyOf(code.array(), code.position());
  }

  private byte[] assembled(String toolPrefix, String source) throws Exception {
    Path text = Files.writeString(folder.resolve("code.s"), source);
    Path object = folder.resolve("code.o");
    Path binary = folder.resolve("code.bin");
    run(toolPrefix + "as", text.toString(), "-o", object.toString());
    run(toolPrefix + "objcopy", "-O", "binary", "-j", ".text", object + "", binary + "");
    return Files.readAllBytes(binary);
  }

  private static void run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (IOException e) {
      abort("no assembler here: " + e.getMessage());
    }
  }
}
