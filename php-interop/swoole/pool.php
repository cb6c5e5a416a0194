<?php

/**
 * A real Swoole\Process\Pool for the tests, with one worker: `php pool.php queue KEY REPLY_KEY` sends
 * what it reads, reversed, to the queue with the reply key; `php pool.php socket HOST PORT` answers
 * it, in two writes. Prints a line when the worker runs.
 */

declare(strict_types=1);

[, $kind, $address, $number] = $argv;
$queue = $kind === 'queue';
$pool = new Swoole\Process\Pool(1, $queue ? SWOOLE_IPC_MSGQUEUE : SWOOLE_IPC_SOCKET, $queue ? (int) $address : 0);
$pool->on('workerstart', static function (): void {
    echo "worker 0 is ready\n";
});
$pool->on('message', static function (Swoole\Process\Pool $pool, string $data) use ($queue, $number): void {
    $answer = strrev($data);
    if ($queue) {
        msg_send(msg_get_queue((int) $number), 1, $answer, false);
    } elseif ($data !== 'silence') {
        $pool->write(substr($answer, 0, 1));
        $pool->write(substr($answer, 1));
    }
});
if (!$queue) {
    $pool->listen($address, (int) $number);
}
$pool->start();
