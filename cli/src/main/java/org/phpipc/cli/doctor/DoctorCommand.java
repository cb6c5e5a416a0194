package org.phpipc.cli.doctor;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.phpipc.SetupException;
import org.phpipc.sysv.KernelBinding;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code phpipc doctor}. */
@Command(
    name = "doctor",
    header = "Looks for what keeps Java and PHP from meeting here, and says what to do.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Each line is ok, a warning or a problem. The exit code is 1 where there is a problem."
    },
    footer = {"", "Example:  phpipc doctor --json"})
public final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> all = new ArrayList<>();
    PeerChecks.all().forEach(check -> all.addAll(check.findings()));
    if (hasBinding()) {
      KernelChecks.all().forEach(check -> all.addAll(check.findings()));
    }
    if (json) {
      JsonArray array = new JsonArray();
      all.forEach(finding -> array.add(finding.json()));
      System.out.println(array);
    } else {
      all.forEach(finding -> System.out.println(finding.line()));
    }
    boolean sound = all.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
    return sound ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Whether the kernel can be asked. If not, the first check has given the reason. */
  private static boolean hasBinding() {
    try {
      KernelBinding.name();
      return true;
    } catch (SetupException | UnsupportedOperationException e) {
      return false;
    }
  }
}
