<?php

/** The peer: shm_put_var and shm_get_var of a job. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$shm = shm_attach((int) $argv[1], 10000, 0600);
$job = job();
answer(static function (int $count) use ($shm, $job): void {
    for ($i = 0; $i < $count; $i++) {
        shm_put_var($shm, 1, $job);
        $read = shm_get_var($shm, 1);
    }
});
