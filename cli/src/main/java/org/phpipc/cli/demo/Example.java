package org.phpipc.cli.demo;

/** The scripts that exist in PHP and in Java, by file name, with what each shows. */
enum Example {
  ByPid("messages addressed by pid"),
  Counter("a counter in shared memory under a semaphore"),
  ParentChildPipe("a named pipe between parent and child"),
  ParentChildQueue("a job for a child"),
  PipeClass("a class around a named pipe"),
  ProducerConsumers("one producer, ten consumers, 100,000 jobs"),
  Queue("send and receive; needs FILE and send or receive"),
  RequestReply("requests and replies on one queue"),
  ShmText("text in shared memory"),
  TaskDispatcher("tasks for a task server: Swoole, where PHP has it"),
  TaskMaster("workers that are restarted, reloaded and stopped by signals");

  private final String shows;

  Example(String shows) {
    this.shows = shows;
  }

  String shows() {
    return shows;
  }
}
