package org.phpipc.serialize;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.ByteWindow;
import org.phpipc.serialize.token.ScanListener;

/** What a {@link PhpReader} reports: exceptions with the place they are about, and diagnostics. */
final class ReadReports implements ScanListener {
  private final Nesting nesting;
  private final KeyTrail trail;
  private @Nullable Consumer<Diagnostic> diagnostics;

  ReadReports(Nesting nesting, KeyTrail trail) {
    this.nesting = nesting;
    this.trail = trail;
  }

  /** Sends diagnostics to a consumer; null for nobody. */
  void sendDiagnosticsTo(@Nullable Consumer<Diagnostic> consumer) {
    diagnostics = consumer;
  }

  /** Passes on what PHP says. */
  void say(Diagnostic diagnostic) {
    if (diagnostics != null) {
      diagnostics.accept(diagnostic);
    }
  }

  @Override
  public void clamped() {
    say(Diagnostic.outOfRange());
  }

  @Override
  public SerializeFormatException failure(ByteWindow in, long index, String reason) {
    return new SerializeFormatException(in.offset(index), path(in), reason);
  }

  /** The path to the value that comes next or was read last. */
  String path(ByteWindow in) {
    return trail.path(nesting.shownKeys(), in.bytes, in.limit);
  }

  /** Keeps the keys of the path, because their bytes go. */
  void keepPath(ByteWindow in) {
    trail.keep(nesting.shownKeys(), in.bytes, in.limit);
  }
}
