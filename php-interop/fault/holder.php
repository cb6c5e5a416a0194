<?php

/** `php holder.php LEDGER KEY`: counts under a semaphore, and notes each number that it gave. The Java twin is HolderProcess. */

declare(strict_types=1);

[, $ledger, $key] = $argv;
$given = fopen($ledger, 'a');
$semaphore = sem_get((int) $key, 1, 0600);
$cell = shmop_open((int) $key, 'w', 0, 0);
while (sem_acquire($semaphore)) {
    $number = unpack('q', shmop_read($cell, 0, 8))[1] + 1;
    shmop_write($cell, pack('q', $number), 0);
    fwrite($given, pack('J', $number));
    sem_release($semaphore);
}
exit(1);
