<?php

// A parent gives its child a job on a message queue. The Java twin is ParentChildQueue.java.

require __DIR__ . '/Start.php';

function child(int $key): void
{
    $queue = msg_get_queue($key);
    msg_receive($queue, 1, $type, 8192, $job);
    msg_send($queue, 2, ['id' => $job['id'], 'sum' => $job['a'] + $job['b']]);
}

$key = ftok($argv[1], 'q');
if (isChild($argv)) {
    child($key);
    exit;
}
$queue = msg_get_queue($key, 0600);
$pid = start(fn () => child($key), $argv);
msg_send($queue, 1, ['id' => 7, 'a' => 20, 'b' => 22]);
msg_receive($queue, 2, $type, 8192, $result);
echo "job {$result['id']}: {$result['sum']}\n";
pcntl_waitpid($pid, $status);
msg_remove_queue($queue);
