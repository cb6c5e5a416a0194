package org.phpipc.cli.demo;

/** The scripts that exist in PHP and in Java, by file name, with what each shows. */
enum Example {
  ByPid("messages addressed by pid"),
  Counter("a counter in shared memory under a semaphore"),
  ParentChildPipe("a named pipe between a parent and a child"),
  ParentChildQueue("a job for a child"),
  PipeClass("a class around a named pipe"),
  ProducerConsumers("one producer, ten consumers, 100,000 jobs"),
  Queue("sending and receiving; needs the arguments FILE and send or receive"),
  RequestReply("requests and replies on one queue"),
  ShmText("text in shared memory"),
  TaskDispatcher("tasks for a task server (Swoole, if PHP has it)"),
  TaskMaster("worker processes that signals restart, reload and stop");

  private final String shows;

  Example(String shows) {
    this.shows = shows;
  }

  String shows() {
    return shows;
  }
}
