package org.phpipc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The processes that do the work of a case together, on a kernel object of their own. */
final class Side implements AutoCloseable {
  private final List<SideProcess> processes = new CopyOnWriteArrayList<>();

  /**
   * Starts one after the other, so that the first makes the kernel object and the others open it.
   */
  void start(List<List<String>> commands, List<String> arguments) throws IOException {
    for (List<String> command : commands) {
      List<String> whole = new ArrayList<>(command);
      whole.addAll(arguments);
      SideProcess process = SideProcess.start(whole);
      processes.add(process);
      var unused = process.process().onExit().thenRun(this::close);
      process.ask(0);
      process.answer();
    }
  }

  /** What they need for so many, together. */
  Turn run(int count) throws IOException {
    processes.forEach(process -> process.ask(count));
    Turn turn = Turn.NONE;
    for (SideProcess process : processes) {
      turn = turn.with(process.answer());
    }
    return turn;
  }

  /**
   * Ends them all, as they do when one of them ends: nobody waits for a message that never comes.
   */
  @Override
  public void close() {
    processes.forEach(process -> process.process().destroy());
  }
}
