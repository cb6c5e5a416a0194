<?php

/** The peer: one of so many consumers takes its share. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$queue = msg_get_queue((int) $argv[1], 0600);
$consumers = (int) $argv[2];
answer(static function (int $count) use ($queue, $consumers): void {
    for ($i = intdiv($count, $consumers); $i > 0; $i--) {
        msg_receive($queue, 0, $type, 8192, $message, false);
    }
});
