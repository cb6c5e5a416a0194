<?php

/** The peer: msg_send and msg_receive of a job, serialized. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$queue = msg_get_queue((int) $argv[1], 0600);
$job = job();
answer(static function (int $count) use ($queue, $job): void {
    for ($i = 0; $i < $count; $i++) {
        msg_send($queue, 1, $job);
        msg_receive($queue, 0, $type, 8192, $message);
    }
});
