<?php

/** The peer: shm_get_var of each of 10,000 variables in turn. */

declare(strict_types=1);

require __DIR__ . '/side.php';

const VARIABLES = 10000;

$shm = shm_attach((int) $argv[1], 1 << 20, 0600);
for ($variable = 0; $variable < VARIABLES; $variable++) {
    shm_put_var($shm, $variable, $variable);
}
$next = 0;
answer(static function (int $count) use ($shm, &$next): void {
    for ($i = 0; $i < $count; $i++) {
        $next = ($next + 7919) % VARIABLES;
        $read = shm_get_var($shm, $next);
    }
});
