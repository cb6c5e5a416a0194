package org.phpipc.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.phpipc.cli.convert.DecodeCommand;
import org.phpipc.cli.convert.EncodeCommand;
import org.phpipc.cli.demo.DemoCommand;
import org.phpipc.cli.demo.ExampleCommand;
import org.phpipc.cli.doctor.DoctorCommand;
import org.phpipc.cli.object.KeyCommand;
import org.phpipc.cli.object.ListCommand;
import org.phpipc.cli.object.RemoveCommand;
import org.phpipc.cli.object.SemCommand;
import org.phpipc.cli.object.ShmCommand;
import org.phpipc.cli.queue.QueueCommand;
import org.phpipc.cli.queue.QueueMoveCommand;
import org.phpipc.cli.queue.QueuePeekCommand;
import org.phpipc.cli.queue.QueueReceiveCommand;
import org.phpipc.cli.queue.QueueRestoreCommand;
import org.phpipc.cli.queue.QueueSaveCommand;
import org.phpipc.cli.queue.QueueStatCommand;
import org.phpipc.cli.task.TaskCommand;
import org.phpipc.cli.top.TopCommand;
import picocli.CommandLine;

/**
 * The commands by their names, in the order of the help.
 *
 * <p>Only what is named is read: reading the options of every command takes longer than the rest of
 * the start.
 */
final class CommandTree {
  private static final Map<String, Class<?>> TOP = new LinkedHashMap<>();
  private static final Map<String, Class<?>> QUEUE = new LinkedHashMap<>();
  private static final String NOTHING = "";

  static {
    TOP.put("demo", DemoCommand.class);
    TOP.put("example", ExampleCommand.class);
    TOP.put("list", ListCommand.class);
    TOP.put("top", TopCommand.class);
    TOP.put("doctor", DoctorCommand.class);
    TOP.put("queue", QueueCommand.class);
    TOP.put("shm", ShmCommand.class);
    TOP.put("sem", SemCommand.class);
    TOP.put("task", TaskCommand.class);
    TOP.put("remove", RemoveCommand.class);
    TOP.put("key", KeyCommand.class);
    TOP.put("decode", DecodeCommand.class);
    TOP.put("encode", EncodeCommand.class);
    TOP.put("completion", CompletionCommand.class);

    QUEUE.put("receive", QueueReceiveCommand.class);
    QUEUE.put("peek", QueuePeekCommand.class);
    QUEUE.put("stat", QueueStatCommand.class);
    QUEUE.put("move", QueueMoveCommand.class);
    QUEUE.put("save", QueueSaveCommand.class);
    QUEUE.put("restore", QueueRestoreCommand.class);
  }

  private CommandTree() {}

  /**
   * Adds the command that the arguments name; all where they name none, as for the help, or an
   * unknown one, which picocli compares with the others.
   */
  static void addTo(CommandLine root, String... args) {
    // No option in front of a command takes a value.
    Iterator<String> names = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).iterator();
    add(TOP, root, names);
    CommandLine queue = root.getSubcommands().get("queue");
    if (queue != null) {
      add(QUEUE, queue, names);
    }
  }

  /** Adds everything. */
  static void addAllTo(CommandLine root) {
    addTo(root, NOTHING);
  }

  private static void add(
      Map<String, Class<?>> commands, CommandLine parent, Iterator<String> names) {
    String name = names.hasNext() ? names.next() : NOTHING;
    if (parent.getSubcommands().containsKey(name)) {
      return;
    } else if (commands.containsKey(name)) {
      parent.addSubcommand(name, commands.get(name));
      return;
    }
    for (Map.Entry<String, Class<?>> command : commands.entrySet()) {
      parent.addSubcommand(command.getKey(), command.getValue());
    }
  }
}
