<?php

/** What the PHP scripts of the comparison share. */

declare(strict_types=1);

/** From one variable to the next of many, so that neighbours do not help. */
const STEP = 7919;

/** Reads a count per line, does it so many times, answers the nanoseconds. */
function answer(callable $run): void
{
    while (($line = fgets(STDIN)) !== false) {
        $count = (int) $line;
        $start = hrtime(true);
        $run($count);
        echo hrtime(true) - $start, "\n";
    }
}

/** A job of about 200 bytes, as an application may have it. */
function job(): array
{
    return [
        'id' => 4711,
        'task' => 'resize',
        'file' => '/srv/app/uploads/2024/holiday.png',
        'sizes' => [100, 200, 400, 800],
        'options' => ['quality' => 85, 'crop' => true, 'ratio' => 1.5],
        'due' => null,
    ];
}

/** A segment of the variables 0 to $count - 1, each with its own number. */
function manyVariables(int $key, int $count): SysvSharedMemory
{
    $shm = shm_attach($key, 1 << 20, 0600);
    for ($variable = 0; $variable < $count; $variable++) {
        shm_put_var($shm, $variable, $variable);
    }
    return $shm;
}
