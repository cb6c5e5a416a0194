/** For tests that need kernel objects and PHP scripts: a JUnit extension that owns both. */
module org.phpipc.testkit {
  requires transitive org.phpipc;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports org.phpipc.testkit;
}
