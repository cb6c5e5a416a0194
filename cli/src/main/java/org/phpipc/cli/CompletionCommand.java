package org.phpipc.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code phpipc completion}. */
@Command(
    name = "completion",
    header = "Prints a script by which bash and zsh complete commands and options.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  source <(phpipc completion)"})
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine root = new CommandLine(spec.root().userObject());
    CommandTree.addAllTo(root);
    System.out.print(AutoComplete.bash(root.getCommandName(), root));
  }
}
