<?php

// Four children count in one shared variable, one at a time. The Java twin is Counter.java.

require __DIR__ . '/Start.php';

const CHILDREN = 4;
const TIMES = 2500;

function child(int $key): void
{
    $semaphore = sem_get($key, 1, 0600);
    $memory = shm_attach($key, 1000, 0600);
    for ($i = 0; $i < TIMES; $i++) {
        sem_acquire($semaphore);
        shm_put_var($memory, 1, shm_get_var($memory, 1) + 1);
        sem_release($semaphore);
    }
}

$key = ftok($argv[1], 'c');
if (isChild($argv)) {
    child($key);
    exit;
}
$memory = shm_attach($key, 1000, 0600);
shm_put_var($memory, 1, 0);
for ($i = 0; $i < CHILDREN; $i++) {
    start(fn () => child($key), $argv);
}
for ($i = 0; $i < CHILDREN; $i++) {
    pcntl_wait($status);
}
$semaphore = sem_get($key, 1, 0600);         // not before the fork: children would give it back
echo 'counted to ', shm_get_var($memory, 1), "\n";
shm_remove($memory);
sem_remove($semaphore);
