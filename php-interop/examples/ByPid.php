<?php

// Messages addressed by pid: the type of a reply is the pid of who asked. The Java twin is ByPid.java.

require __DIR__ . '/Start.php';

const SERVER = 1;
const CHILDREN = 3;

function child(int $key): void
{
    $queue = msg_get_queue($key);
    $pid = posix_getpid();
    for ($n = 1; $n <= 3; $n++) {
        msg_send($queue, SERVER, ['from' => $pid, 'n' => $n]);
        msg_receive($queue, $pid, $type, 8192, $square);
        if ($square !== $n * $n) {
            exit(1);
        }
    }
}

$key = ftok($argv[1], 'q');
if (isChild($argv)) {
    child($key);
    exit;
}
$queue = msg_get_queue($key, 0600);
for ($i = 0; $i < CHILDREN; $i++) {
    start(fn () => child($key), $argv);
}
for ($i = 0; $i < CHILDREN * 3; $i++) {
    msg_receive($queue, SERVER, $type, 8192, $request);
    msg_send($queue, $request['from'], $request['n'] * $request['n']);
}
for ($i = 0; $i < CHILDREN; $i++) {
    pcntl_wait($status);
    echo 'exit status ', pcntl_wexitstatus($status), "\n";
}
msg_remove_queue($queue);
