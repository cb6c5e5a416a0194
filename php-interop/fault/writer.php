<?php

/** `php writer.php LEDGER KEY`: writes the variables of a segment again and again. The Java twin is WriterProcess. */

declare(strict_types=1);

[, $ledger, $key] = $argv;
$written = fopen($ledger, 'a');
$segment = shm_attach((int) $key);
for ($round = 1; true; $round++) {
    for ($variable = 1; shm_has_var($segment, $variable); $variable++) {
        shm_put_var($segment, $variable, shm_get_var($segment, $variable));
    }
    fwrite($written, pack('J', $round));
}
