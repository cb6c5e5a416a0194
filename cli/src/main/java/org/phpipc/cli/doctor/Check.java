package org.phpipc.cli.doctor;

import java.util.List;
import java.util.function.Supplier;
import org.phpipc.SetupException;
import org.phpipc.cli.console.Hint;
import org.phpipc.sysv.IpcException;

/**
 * One question of {@code phpipc doctor}.
 *
 * @param subject what is checked
 * @param look runs the check; a refusal becomes a finding
 */
record Check(String subject, Supplier<List<Finding>> look) {
  static Check one(String subject, Supplier<Finding> look) {
    return new Check(subject, () -> List.of(look.get()));
  }

  /** The findings. A refusal is a finding too, so that the next check still runs. */
  List<Finding> findings() {
    try {
      return look.get();
    } catch (IpcException e) {
      return List.of(Finding.problem(subject, String.valueOf(e.getMessage()), Hint.of(e)));
    } catch (SetupException | UnsupportedOperationException e) {
      return List.of(Finding.problem(subject, String.valueOf(e.getMessage()), ""));
    }
  }
}
