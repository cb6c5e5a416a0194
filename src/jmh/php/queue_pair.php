<?php

/** The peer: msg_send and msg_receive on one thread. Reads a count per line, answers the nanoseconds. */

declare(strict_types=1);

[, $key, $bytes] = $argv;
$queue = msg_get_queue((int) $key);
$payload = str_repeat('x', (int) $bytes);
while (($line = fgets(STDIN)) !== false) {
    $count = (int) $line;
    $start = hrtime(true);
    for ($i = 0; $i < $count; $i++) {
        msg_send($queue, 1, $payload, false);
        msg_receive($queue, 0, $type, 8192, $message, false);
    }
    echo hrtime(true) - $start, "\n";
}
