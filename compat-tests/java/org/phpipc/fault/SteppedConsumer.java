package org.phpipc.fault;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.LibcLoader;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** A {@link ReliableConsumer} in a process that is killed before one of its {@link Steps}. */
final class SteppedConsumer {
  /** The step that comes before a message is handled. */
  static final String HANDLING = "handling";

  private SteppedConsumer() {}

  /**
   * A process. It says before which step it was killed, or how many there were.
   *
   * @param args key, folder, durability, fatal step
   */
  public static void main(String[] args) throws Exception {
    IpcLibc libc = IpcLibc.get();
    Steps steps = new Steps(libc, args[3]);
    use(stepped(libc, steps));
    Path folder = Path.of(args[1]);
    Consumption consumption = new Consumption(folder, () -> steps.next(HANDLING));
    consumption.run(
        MessageQueue.open(new IpcKey(Integer.parseInt(args[0]))),
        SteppedFiles.path(folder, steps),
        Durability.valueOf(args[2]),
        KilledConsumer.LAST);
    System.out.print(steps.count());
  }

  /** Every call on a queue is a step: sending, receiving, peeking, control. */
  private static IpcLibc stepped(IpcLibc libc, Steps steps) {
    return (IpcLibc)
        Proxy.newProxyInstance(
            IpcLibc.class.getClassLoader(),
            new Class<?>[] {IpcLibc.class},
            (proxy, method, args) -> {
              if (method.getName().startsWith("msg")) {
                steps.next(method.getName());
              }
              return method.invoke(libc, args);
            });
  }

  /** Puts it where the loader keeps the binding of this process. */
  private static void use(IpcLibc libc) throws ReflectiveOperationException {
    Field loaded = LibcLoader.class.getDeclaredField("loaded");
    loaded.setAccessible(true);
    loaded.set(null, libc);
  }
}
