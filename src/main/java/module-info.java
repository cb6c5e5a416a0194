/** Java and PHP processes on the same kernel objects, with PHP's function names and PHP's bytes. */
module org.phpipc {
  requires com.sun.jna;
  requires java.management;
  requires jdk.unsupported;
  requires org.apache.commons.lang3;
  requires static com.google.gson;
  requires static info.picocli;
  requires static java.compiler;
  requires static me.tongfei.progressbar;
  requires static org.jline.terminal;
  requires static org.jspecify;
  requires static org.junit.jupiter.api;

  exports org.phpipc;
  exports org.phpipc.php;
  exports org.phpipc.process;
  exports org.phpipc.reliable;
  exports org.phpipc.serialize;
  exports org.phpipc.stream;
  exports org.phpipc.swoole;
  exports org.phpipc.sysv;
  exports org.phpipc.testkit;

  opens org.phpipc.cli to
      info.picocli;
}
