<?php

/** The peer: waits for what ping asks, and answers. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$queue = msg_get_queue((int) $argv[1], 0600);
$payload = str_repeat('x', 64);
answer(static function (int $count) use ($queue, $payload): void {
    for ($i = 0; $i < $count; $i++) {
        msg_receive($queue, 1, $type, 8192, $message, false);
        msg_send($queue, 2, $payload, false);
    }
});
