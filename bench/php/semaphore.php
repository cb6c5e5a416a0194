<?php

/** The peer: sem_acquire and sem_release where nobody else wants it. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$semaphore = sem_get((int) $argv[1], 1, 0600);
answer(static function (int $count) use ($semaphore): void {
    for ($i = 0; $i < $count; $i++) {
        sem_acquire($semaphore);
        sem_release($semaphore);
    }
});
