<?php

// Requests and replies on one queue, told apart by their message types. The Java twin is RequestReply.java.

require __DIR__ . '/Start.php';

const REQUEST = 1;
const REPLY = 2;

function child(int $key): void
{
    $queue = msg_get_queue($key);
    do {
        msg_receive($queue, REQUEST, $type, 8192, $word);
        msg_send($queue, REPLY, strtoupper($word));
    } while ($word !== 'end');
}

$key = ftok($argv[1], 'q');
if (isChild($argv)) {
    child($key);
    exit;
}
$queue = msg_get_queue($key, 0600);
$pid = start(fn () => child($key), $argv);
foreach (['one', 'two', 'end'] as $word) {
    msg_send($queue, REQUEST, $word);
    msg_receive($queue, REPLY, $type, 8192, $reply);
    echo "$word -> $reply\n";
}
pcntl_waitpid($pid, $status);
msg_remove_queue($queue);
