/** The command-line tool. */
module org.phpipc.cli {
  requires com.google.gson;
  requires info.picocli;
  requires java.compiler;
  requires me.tongfei.progressbar;
  requires org.apache.commons.lang3;
  requires org.jline.terminal;
  requires org.phpipc;
  requires static org.jspecify;

  opens org.phpipc.cli to
      info.picocli;
  opens org.phpipc.cli.console to
      info.picocli;
  opens org.phpipc.cli.convert to
      info.picocli;
  opens org.phpipc.cli.demo to
      info.picocli;
  opens org.phpipc.cli.doctor to
      info.picocli;
  opens org.phpipc.cli.object to
      info.picocli;
  opens org.phpipc.cli.queue to
      info.picocli;
  opens org.phpipc.cli.task to
      info.picocli;
  opens org.phpipc.cli.top to
      info.picocli;
  opens org.phpipc.cli.view to
      info.picocli;
}
