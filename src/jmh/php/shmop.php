<?php

/** The peer: shmop_read of 1 MB. */

declare(strict_types=1);

require __DIR__ . '/side.php';

const BYTES = 1 << 20;

$segment = shmop_open((int) $argv[1], 'n', 0600, BYTES);
shmop_write($segment, str_repeat('x', BYTES), 0);
answer(static function (int $count) use ($segment): void {
    for ($i = 0; $i < $count; $i++) {
        $read = shmop_read($segment, 0, BYTES);
    }
});
