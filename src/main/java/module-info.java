/** Java and PHP processes on the same kernel objects, with PHP's function names and PHP's bytes. */
@SuppressWarnings("module") // org.phpipc.cli is compiled after this module
module org.phpipc {
  requires com.sun.jna;
  requires java.management;
  requires org.apache.commons.lang3;
  requires static org.jspecify;

  exports org.phpipc;
  exports org.phpipc.php;
  exports org.phpipc.process;
  exports org.phpipc.reliable;
  exports org.phpipc.serialize;
  exports org.phpipc.stream;
  exports org.phpipc.swoole;
  exports org.phpipc.sysv;
  exports org.phpipc.file to
      org.phpipc.cli;
}
