<?php

/** The peer: shmop_read of so many bytes. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$bytes = (int) $argv[2];
$segment = shmop_open((int) $argv[1], 'n', 0600, $bytes);
shmop_write($segment, str_repeat('x', $bytes), 0);
answer(static function (int $count) use ($segment, $bytes): void {
    for ($i = 0; $i < $count; $i++) {
        $read = shmop_read($segment, 0, $bytes);
    }
});
