<?php

/** `php look.php KEY`: uses a segment in which another process was killed. It may warn; it may not crash or hang. */

declare(strict_types=1);

$segment = shm_attach((int) $argv[1]);
foreach ([...range(1, 60), 99] as $variable) {
    @shm_get_var($segment, $variable);
}
foreach ([str_repeat('x', 50), str_repeat('y', 500_000)] as $value) {
    @shm_put_var($segment, 100, $value);
    @shm_get_var($segment, 100);
}
@shm_remove_var($segment, 100);
@shm_remove_var($segment, 1);
echo 'whole';
