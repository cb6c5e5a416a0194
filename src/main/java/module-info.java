/** Java and PHP processes on the same kernel objects, with PHP's function names and PHP's bytes. */
module org.phpipc {
  requires com.sun.jna;
  requires org.apache.commons.lang3;
  requires static com.google.gson;
  requires static info.picocli;
  requires static org.jline.terminal;
  requires static org.jspecify;

  exports org.phpipc;
  exports org.phpipc.php;
  exports org.phpipc.reliable;
  exports org.phpipc.serialize;
  exports org.phpipc.sysv;

  opens org.phpipc.cli to
      info.picocli;
}
