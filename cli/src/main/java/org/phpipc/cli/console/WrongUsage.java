package org.phpipc.cli.console;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports wrong arguments: one sentence and the usage. */
public final class WrongUsage implements CommandLine.IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = asked(e.getCommandLine());
    CommandLine.Help help = command.getHelp();
    PrintWriter err = command.getErr();
    Notice.say(String.valueOf(e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    if (command.getSubcommands().isEmpty()) {
      err.print("Usage: " + help.synopsis("Usage: ".length()));
      err.println("More by " + command.getCommandSpec().qualifiedName() + " --help");
    } else {
      command.usage(err);
    }
    err.flush();
    return ExitCode.USAGE;
  }

  /** For a command that is a method, the command that its class is. */
  private static CommandLine asked(CommandLine complains) {
    CommandLine.ParseResult result = complains.getParseResult();
    while (result != null && result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result == null ? complains : result.commandSpec().commandLine();
  }
}
