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
}
