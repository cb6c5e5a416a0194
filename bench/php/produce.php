<?php

/** The peer: one of so many producers sends its share. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$queue = msg_get_queue((int) $argv[1], 0600);
$producers = (int) $argv[2];
$payload = str_repeat('x', 64);
answer(static function (int $count) use ($queue, $producers, $payload): void {
    for ($i = intdiv($count, $producers); $i > 0; $i--) {
        msg_send($queue, 1, $payload, false);
    }
});
