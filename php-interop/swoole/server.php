<?php

/**
 * A real Swoole server for the tests: `php server.php QUEUE_KEY REPLY_KEY IPC_MODE SPOOL_DIR`. Two
 * workers, two task workers. What onTask gets is sent to the queue with the reply key; a task with a
 * reply key of its own is answered with phpipc_answer. Prints a line when a worker runs.
 */

declare(strict_types=1);

require __DIR__ . '/../answer.php';

[, $key, $replyKey, $mode, $spool] = $argv;
$seen = msg_get_queue((int) $replyKey);

$server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
$server->set([
    'worker_num' => 2,
    'task_worker_num' => 2,
    'task_ipc_mode' => (int) $mode,
    'message_queue_key' => (int) $key,
    'task_tmpdir' => $spool,
    'log_level' => SWOOLE_LOG_ERROR,
    'log_file' => '/dev/stderr',
]);
$server->on('receive', static fn () => null);
$server->on('workerstart', static function (Swoole\Server $server, int $id): void {
    echo "worker $id is ready\n";
});
$server->on('task', static function (Swoole\Server $server, int $id, int $source, mixed $data) use ($seen): void {
    if (is_array($data) && isset($data['reply_key'])) {
        phpipc_answer($data, static fn ($value) => ['worker' => $server->worker_id, 'value' => $value]);
        return;
    }
    $digest = md5(serialize($data));
    msg_send($seen, 1, ['id' => $id, 'source' => $source, 'worker' => $server->worker_id, 'md5' => $digest]);
});
$server->start();
