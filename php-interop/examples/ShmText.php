<?php

// Parent and child exchange text in shared memory. The Java twin is ShmText.java.

require __DIR__ . '/Start.php';

const SIZE = 100;

function child(int $key): void
{
    $memory = shmop_open($key, 'w', 0, 0);
    $text = rtrim(shmop_read($memory, 0, SIZE), "\0");
    shmop_write($memory, str_pad("child read: $text", SIZE, "\0"), 0);
}

$key = ftok($argv[1], 'm');
if (isChild($argv)) {
    child($key);
    exit;
}
$memory = shmop_open($key, 'n', 0600, SIZE);
shmop_write($memory, 'Grüße', 0);
$pid = start(fn () => child($key), $argv);
pcntl_waitpid($pid, $status);
echo rtrim(shmop_read($memory, 0, SIZE), "\0"), "\n";
shmop_delete($memory);
