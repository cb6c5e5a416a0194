<?php

// One producer, ten consumers, 100,000 jobs. The Java twin is ProducerConsumers.java.

require __DIR__ . '/Start.php';

const CONSUMERS = 10;
const JOBS = 100000;

function child(int $key, int $resultsKey): void
{
    $queue = msg_get_queue($key);
    $count = $sum = 0;
    msg_receive($queue, 1, $type, 8192, $job);
    while ($job !== 'stop') {
        $count++;
        $sum += $job;
        msg_receive($queue, 1, $type, 8192, $job);
    }
    msg_send(msg_get_queue($resultsKey), 1, ['count' => $count, 'sum' => $sum]);
}

$key = ftok($argv[1], 'q');
$resultsKey = ftok($argv[1], 'r');
if (isChild($argv)) {
    child($key, $resultsKey);
    exit;
}
$queue = msg_get_queue($key, 0600);
$results = msg_get_queue($resultsKey, 0600);     // a second queue: a full first one would stop all
for ($i = 0; $i < CONSUMERS; $i++) {
    start(fn () => child($key, $resultsKey), $argv);
}
for ($job = 1; $job <= JOBS; $job++) {
    msg_send($queue, 1, $job);                   // waits where the queue is full
}
for ($i = 0; $i < CONSUMERS; $i++) {
    msg_send($queue, 1, 'stop');
}
$count = $sum = 0;
for ($i = 0; $i < CONSUMERS; $i++) {
    msg_receive($results, 1, $type, 8192, $result);
    $count += $result['count'];
    $sum += $result['sum'];
    pcntl_wait($status);
}
echo "$count jobs, sum $sum\n";
msg_remove_queue($queue);
msg_remove_queue($results);
