<?php

// A master with three workers on a queue: restarts those that die, replaces all on SIGUSR1, stops on
// SIGTERM. The Java twin is TaskMaster.java. A task is a message of type 1, its result one of type 2.

require __DIR__ . '/Start.php';

const WORKERS = 3;
const TASK = 1;
const RESULT = 2;

function child(int $key): void
{
    pcntl_signal(SIGTERM, SIG_DFL);
    pcntl_signal(SIGUSR1, SIG_IGN);
    $queue = msg_get_queue($key);
    while (msg_receive($queue, TASK, $type, 8192, $task)) {
        if ($task === 'die') {
            posix_kill(posix_getpid(), SIGKILL);
        }
        msg_send($queue, RESULT, ['task' => $task, 'worker' => posix_getpid()]);
    }
}

$key = ftok($argv[1], 'q');
if (isChild($argv)) {
    child($key);
    exit;
}
$queue = msg_get_queue($key, 0600);
$stopping = $reloading = false;
pcntl_signal(SIGTERM, function () use (&$stopping) { $stopping = true; });
pcntl_signal(SIGUSR1, function () use (&$reloading) { $reloading = true; });
cli_set_process_title('phpipc task master');
echo 'master ', posix_getpid(), "\n";

$workers = [];
while (!$stopping) {
    while (count($workers) < WORKERS) {
        $workers[start(fn () => child($key), $argv)] = true;
    }
    while (($pid = pcntl_wait($status, WNOHANG)) > 0) {
        unset($workers[$pid]);                   // its place is taken in the next round
    }
    pcntl_signal_dispatch();
    if ($reloading) {
        $reloading = false;
        foreach (array_keys($workers) as $pid) {
            posix_kill($pid, SIGTERM);
        }
    }
    usleep(20000);                               // a signal ends it
}
while ($workers !== []) {
    foreach (array_keys($workers) as $pid) {
        posix_kill($pid, SIGTERM);               // again and again: a young worker may miss one
    }
    usleep(20000);
    while (($pid = pcntl_wait($status, WNOHANG)) > 0) {
        unset($workers[$pid]);
    }
}
msg_remove_queue($queue);
echo "stopped\n";
