<?php

/**
 * A real Swoole\Process for the tests: `php process.php KEY MODE`. The child of the first Process takes
 * a message from the queue and prints it; then the parent pushes one through the second Process.
 */

declare(strict_types=1);

[, $key, $mode] = $argv;
$first = new Swoole\Process(static function (Swoole\Process $process): void {
    echo "worker 1 is ready\n";
    echo $process->pop(), "\n";
}, false, 0, false);
$second = new Swoole\Process(static fn () => null, false, 0, false);
foreach ([$first, $second] as $process) {
    $process->useQueue((int) $key, (int) $mode);
}
$first->start();
Swoole\Process::wait();
$second->push("from php\0");
