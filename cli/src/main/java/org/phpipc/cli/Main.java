package org.phpipc.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.phpipc.SetupException;
import org.phpipc.cli.console.Hint;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Output;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.WrongUsage;
import org.phpipc.cli.notation.TypedJsonException;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.serialize.SerializeValueException;
import org.phpipc.swoole.SpoolException;
import org.phpipc.swoole.TaskMisfitException;
import org.phpipc.swoole.TaskPacketException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.VariableTableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code phpipc}: the command line as a whole. */
@Command(
    name = "phpipc",
    header = "Java and PHP on the same kernel objects, from the prompt.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Exit codes: 0 done, 1 refused or not found, 2 wrong usage.",
      "",
      "Start with:  phpipc demo"
    })
public final class Main implements CommandLine.IExecutionExceptionHandler {
  private static final int REFUSED = 1;
  private static final int HELP_COLUMNS = 100;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  private Main() {}

  /** Runs the tool and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // For picocli and the progress bar, which name no locale.
    System.setOut(Output.stream());
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    keepJnaFromSearching();
    System.exit(run(args));
  }

  /** Runs the tool and returns the exit code. */
  static int run(String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    CommandTree.addTo(line, args);
    line.setExpandAtFiles(false); // A message may begin with @.
    line.setUsageHelpWidth(HELP_COLUMNS);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(main);
    line.setParameterExceptionHandler(new WrongUsage());
    return main.requireWritten(line.execute(args));
  }

  /** Keeps JNA from running ldconfig to find library folders: libc is found without them. */
  private static void keepJnaFromSearching() {
    System.setProperty("jna.platform.library.path", "");
  }

  private int requireWritten(int exit) {
    try {
      Output.requireWritten();
      return exit;
    } catch (Output.Closed | Refusal e) {
      return exit == CommandLine.ExitCode.OK ? refused(e) : exit;
    }
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, CommandLine.ParseResult result) {
    return refused(e);
  }

  /** Prints a refusal or wrong usage as one sentence; any other exception is reported as a bug. */
  private int refused(Exception e) {
    if (debug) {
      e.printStackTrace();
    }
    if (e instanceof Output.Closed) {
      return REFUSED;
    }
    boolean usage = e instanceof IllegalArgumentException && !isRefusal(e);
    boolean defect = !usage && !isRefusal(e);
    String what =
        defect ? e + ": a defect of phpipc, --debug shows where" : e.getMessage() + hint(e);
    Notice.say(what);
    return usage ? CommandLine.ExitCode.USAGE : REFUSED;
  }

  private static String hint(Exception e) {
    String hint = e instanceof IpcException refused ? Hint.of(refused) : "";
    return hint.isEmpty() ? "" : "; " + hint;
  }

  private static boolean isRefusal(Exception e) {
    return e instanceof Refusal
        || e instanceof IpcException
        || e instanceof VariableTableException
        || e instanceof SerializeFormatException
        || e instanceof SerializeValueException
        || e instanceof TypedJsonException
        || e instanceof SpoolException
        || e instanceof TaskMisfitException
        || e instanceof TaskPacketException
        || e instanceof SetupException
        || e instanceof UnsupportedOperationException;
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"phpipc " + (version == null ? "(not packaged)" : version)};
    }
  }
}
