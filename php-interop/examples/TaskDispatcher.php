<?php

// A dispatcher in front of a task server, which is a Swoole server where there is Swoole. The Java twin is
// TaskDispatcher.java. Results come back on a queue of their own: Swoole has no way back.

require __DIR__ . '/Start.php';
require __DIR__ . '/../packets.php';

const WORKERS = 1;
const TASK_WORKERS = 2;
const RESULT = 1;
const VERSION = 2;

/** The length of a text, or the square of a number in an array. */
function answer(array|string $value): int
{
    return is_array($value) ? $value['number'] ** 2 : strlen($value);
}

function child(int $key, int $resultsKey, string $spool): void
{
    $results = msg_get_queue($resultsKey);
    if (!extension_loaded('swoole')) {
        $queue = msg_get_queue($key);
        msg_send($results, VERSION, '6.1.0');
        while (msg_receive($queue, 0, $type, 8192, $packet, false)) {
            $task = Packets\parse('6.1.0', $packet);
            if ($task['value'] === 'stop') {
                return;
            }
            msg_send($results, RESULT, answer($task['value']));
        }
    }
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set([
        'worker_num' => WORKERS,
        'task_worker_num' => TASK_WORKERS,
        'task_ipc_mode' => SWOOLE_IPC_MSGQUEUE,
        'message_queue_key' => $key,
        'task_tmpdir' => $spool,
        'log_level' => SWOOLE_LOG_ERROR,
    ]);
    $server->on('start', fn () => msg_send($results, VERSION, phpversion('swoole')));
    $server->on('receive', fn () => null);
    $server->on('task', function ($server, $id, $source, $value) use ($results) {
        if ($value === 'stop') {
            $server->shutdown();
        } else {
            msg_send($results, RESULT, answer($value));
        }
    });
    $server->start();
}

$key = ftok($argv[1], 'q');
$resultsKey = ftok($argv[1], 'r');
$spool = dirname(realpath($argv[1]));
if (isChild($argv)) {
    child($key, $resultsKey, $spool);
    exit;
}
$queue = msg_get_queue($key, 0600);
$results = msg_get_queue($resultsKey, 0600);
$pid = start(fn () => child($key, $resultsKey, $spool), $argv);

msg_receive($results, VERSION, $type, 100, $version);        // packets differ between versions
$dispatch = function (array|string $value) use ($queue, $version, $spool) {
    static $id = 0;
    $packet = Packets\packet(Packets\generation($version), $id, 0, $value, $spool);
    msg_send($queue, WORKERS + 1 + $id++ % TASK_WORKERS, $packet, false);
};
for ($number = 1; $number <= 10; $number++) {
    $dispatch(['number' => $number]);
}
$dispatch(str_repeat('x', 100000));                          // goes through a file

$sum = 0;
for ($i = 0; $i < 11; $i++) {
    msg_receive($results, RESULT, $type, 100, $result);
    $sum += $result;
}
echo "11 results, sum $sum\n";

$dispatch('stop');
pcntl_waitpid($pid, $status);
echo 'exit status ', pcntl_wexitstatus($status), "\n";
msg_remove_queue($queue);
msg_remove_queue($results);
