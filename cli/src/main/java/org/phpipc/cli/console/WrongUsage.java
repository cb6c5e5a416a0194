package org.phpipc.cli.console;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said where the arguments are wrong: a sentence, and how it should be. */
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

  /** The command of a method complains by the one that its class is. */
  private static CommandLine asked(CommandLine complains) {
    CommandLine.ParseResult result = complains.getParseResult();
    while (result != null && result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result == null ? complains : result.commandSpec().commandLine();
  }
}
