<?php

/** The peer: shm_get_var of each of so many variables in turn. */

declare(strict_types=1);

require __DIR__ . '/side.php';

$variables = (int) $argv[2];
$shm = manyVariables((int) $argv[1], $variables);
$next = 0;
answer(static function (int $count) use ($shm, $variables, &$next): void {
    for ($i = 0; $i < $count; $i++) {
        $next = ($next + STEP) % $variables;
        $read = shm_get_var($shm, $next);
    }
});
