<?php

/** The peer: msg_send and msg_receive of so many bytes on one thread. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$queue = msg_get_queue((int) $argv[1], 0600);
$payload = str_repeat('x', (int) $argv[2]);
answer(static function (int $count) use ($queue, $payload): void {
    for ($i = 0; $i < $count; $i++) {
        msg_send($queue, 1, $payload, false);
        msg_receive($queue, 0, $type, 8192, $message, false);
    }
});
